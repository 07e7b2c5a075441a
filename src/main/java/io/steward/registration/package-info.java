/**
 * Owns the creation of accounts by the people who will use them: by registration, or by an
 * invitation. {@code STEWARD_REGISTRATION} decides whether both are possible, only invitations, or
 * neither. The password is hashed outside the transaction. If two registrations with one email
 * address run at once, the database accepts only one. The fields of an account are left to {@code
 * user}.
 */
@NullMarked
package io.steward.registration;

import org.jspecify.annotations.NullMarked;
