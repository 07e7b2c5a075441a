/**
 * Owns the Jersey application: which resources are mounted, their routes for the gate, and how
 * bodies, responses and problems are encoded (RFC 9110, RFC 9457). Access is left to {@code gate},
 * the meaning of a request to the flows.
 */
@NullMarked
package io.steward.http;

import org.jspecify.annotations.NullMarked;
