/**
 * Owns the creation of accounts, which is open to anyone. The password is hashed outside the
 * transaction. If two registrations with one email address run at once, the database accepts only
 * one. The fields of an account are left to {@code user}.
 */
@NullMarked
package io.steward.registration;

import org.jspecify.annotations.NullMarked;
