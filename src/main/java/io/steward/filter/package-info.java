/**
 * Owns the authentication of servlet requests by access token (RFC 6750). Steward's own {@code
 * gate} uses it, and so do other web applications, through {@code StewardFilter} in a jar that
 * needs only jose4j. The package finds the token, adds the caller's identity to the request, and
 * builds the headers of a refusal. Verifying the token is left to {@code token}, people with
 * browsers to {@code filter.portal}, and the connection to Steward to {@code filter.feed}.
 */
@NullMarked
package io.steward.filter;

import org.jspecify.annotations.NullMarked;
