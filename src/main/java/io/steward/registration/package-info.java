/**
 * Creating an account: anyone may. It takes what {@code user} says an account is and hashes outside
 * the transaction, so that a race for one address is decided by the database alone.
 */
@NullMarked
package io.steward.registration;

import org.jspecify.annotations.NullMarked;
