/**
 * Owns the authentication of servlet requests by access token (RFC 6750): for Steward's own gate,
 * and as {@code StewardFilter} for other web applications, in a jar that needs only jose4j. It
 * finds the token, wraps the request with its caller, and writes the refusal's headers. Verifying
 * the token is left to {@code token}.
 */
@NullMarked
package io.steward.filter;

import org.jspecify.annotations.NullMarked;
