/**
 * Owns password hashing: our own Argon2id hash (RFC 9106), and every format of every Django
 * release. A plain password and its hash are different types. The package knows neither users nor
 * HTTP. It makes a guess at an unknown address take as long as a guess at an account. Callers load
 * and store the hash, and hash again when {@code needsRehash} is true. To support another format,
 * add a record and its line in {@code StoredHash}. The rules for new passwords are in {@code
 * policy}.
 */
@NullMarked
package io.steward.password;

import org.jspecify.annotations.NullMarked;
