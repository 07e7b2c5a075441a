/**
 * Owns how passwords are kept and judged: our own Argon2id hash (RFC 9106), every format that a
 * Django release has written, and Django's four validators with their texts. It knows neither users
 * nor HTTP: callers load and store the encoded text, and re-encode it when {@code needsRehash} says
 * so. To read a new format, add a record and its line in {@code StoredHash}.
 */
@NullMarked
package io.steward.password;

import org.jspecify.annotations.NullMarked;
