/** Owns the orders and filters of the list of users, and the search for words. */
@NullMarked
package io.steward.admin.user.search;

import org.jspecify.annotations.NullMarked;
