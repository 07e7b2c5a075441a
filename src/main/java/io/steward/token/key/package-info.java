/**
 * Owns the keys that sign and verify (RFC 7518, 3.2): one key from a setting, or a JWK Set (RFC
 * 7517, 5) in a file that is reloaded when it changes. The newest key in force signs; all keys
 * verify. The content of tokens is left to {@code token}.
 */
@NullMarked
package io.steward.token.key;

import org.jspecify.annotations.NullMarked;
