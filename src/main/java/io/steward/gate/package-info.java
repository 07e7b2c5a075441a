/**
 * Owns the filter before everything: it checks the request line (RFC 9112, 3), finds the route,
 * enforces its access (RFC 6750), answers forwarded requests, and adds security headers. The same
 * access is enforced a second time inside Jersey. Bodies and problems are left to {@code http}.
 */
@NullMarked
package io.steward.gate;

import org.jspecify.annotations.NullMarked;
