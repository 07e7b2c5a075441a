/** Owns the pages of the own account. Their rules are those of {@code account}. */
@NullMarked
package io.steward.pages.account;

import org.jspecify.annotations.NullMarked;
