/**
 * Owns the Jersey application: which resources are mounted, their routes for the gate, and how
 * bodies, responses and problems are encoded (RFC 9110, RFC 9457). The package {@code gate}
 * controls access; the flows, such as {@code login}, do the work.
 */
@NullMarked
package io.steward.http;

import org.jspecify.annotations.NullMarked;
