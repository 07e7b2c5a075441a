/**
 * Owns the servlet edge: the filter in front of everything, the routes, the lock inside Jersey, and
 * the encoding of bodies, responses and problems (RFC 9110, RFC 6750, RFC 9457). The meaning of a
 * request is left to the flows.
 */
@NullMarked
package io.steward.http;

import org.jspecify.annotations.NullMarked;
