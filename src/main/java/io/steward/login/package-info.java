/**
 * Owns log-in by email address and password (similar to RFC 6749, 4.3), refresh, the verification
 * of a token, and the endpoint for log-out. All failed log-ins have the same response and the same
 * cost. Sessions and their end are left to {@code session}, hashing to {@code password}.
 */
@NullMarked
package io.steward.login;

import org.jspecify.annotations.NullMarked;
