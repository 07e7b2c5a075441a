/**
 * Owns the endpoints for OAuth clients (RFC 6749, 2): introspection (RFC 7662), revocation (RFC
 * 7009), the list of revocations, and metadata (RFC 8414). Log-in and accounts are left to the
 * other flows.
 */
@NullMarked
package io.steward.oauth;

import org.jspecify.annotations.NullMarked;
