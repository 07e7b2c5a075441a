/**
 * Owns log-in by email address and password (similar to RFC 6749, 4.3), refresh, log-out by token,
 * and the verification of a token. All failed log-ins have the same response and the same cost.
 * Package {@code session} handles sessions, {@code password} handles hashing.
 */
@NullMarked
package io.steward.login;

import org.jspecify.annotations.NullMarked;
