/**
 * Owns the headers in which trusted proxies report the sender of a request (RFC 7239). The address
 * itself is left to {@code origin}.
 */
@NullMarked
package io.steward.origin.forwarding;

import org.jspecify.annotations.NullMarked;
