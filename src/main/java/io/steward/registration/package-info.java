/**
 * Owns creating an account, which is open to anyone. It hashes the password outside the
 * transaction; the database settles a race for one address. The fields of an account are left to
 * {@code user}.
 */
@NullMarked
package io.steward.registration;

import org.jspecify.annotations.NullMarked;
