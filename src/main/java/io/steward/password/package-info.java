/**
 * Owns password hashing and the password policy: our own Argon2id hash (RFC 9106), every format of
 * every Django release, and Django's four validators with their texts. It knows neither users nor
 * HTTP: callers load and store the encoded text, and hash again when {@code needsRehash} is true.
 * To support another format, add a record and its line in {@code StoredHash}.
 */
@NullMarked
package io.steward.password;

import org.jspecify.annotations.NullMarked;
