/**
 * One's own account: read, change, delete. A token is enough to read; what would hand the account
 * to the bearer of a stolen one also needs the current password.
 */
@NullMarked
package io.steward.account;

import org.jspecify.annotations.NullMarked;
