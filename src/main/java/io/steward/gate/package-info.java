/**
 * Owns the filter that every request passes first. It restores the client's IP address in requests
 * from a trusted proxy, finds the route by the raw path (RFC 9112, 3), enforces its access (RFC
 * 6750), and adds security headers. The same access is enforced a second time inside Jersey. Bodies
 * and problems are left to {@code http}.
 */
@NullMarked
package io.steward.gate;

import org.jspecify.annotations.NullMarked;
