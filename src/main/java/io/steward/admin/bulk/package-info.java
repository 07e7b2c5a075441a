/**
 * Owns changes of many users in one request. What a change of one user does is left to {@code
 * admin}.
 */
@NullMarked
package io.steward.admin.bulk;

import org.jspecify.annotations.NullMarked;
