/**
 * Owns log-in by e-mail address and password (similar to RFC 6749, 4.3), refresh, log-out by token,
 * and the verification of a token. All failed log-ins look alike: same response, same cost.
 * Sessions are left to {@code session}, hashing to {@code password}.
 */
@NullMarked
package io.steward.login;

import org.jspecify.annotations.NullMarked;
