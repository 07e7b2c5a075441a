/**
 * Owns the issuing of access tokens, which jose4j signs, and the format of refresh tokens. Sessions
 * are left to {@code session}.
 */
@NullMarked
package io.steward.token.issue;

import org.jspecify.annotations.NullMarked;
