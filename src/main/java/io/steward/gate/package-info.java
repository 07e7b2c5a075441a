/**
 * Owns the filter that every request passes first. It restores the sender's IP address in requests
 * from a trusted proxy, finds the route by the raw path (RFC 9112, 3), enforces its access (RFC
 * 6750), and adds security headers. The same access is enforced a second time inside Jersey. It
 * waits for a body without blocking a thread, and answers the requests that it refuses itself.
 * Reading bodies, and the problems of endpoints, are left to {@code http}.
 */
@NullMarked
package io.steward.gate;

import org.jspecify.annotations.NullMarked;
