/**
 * The servlet edge: the filter before everything, the list of what may be asked, the lock inside
 * Jersey, and how bodies, answers and problems go over the wire (RFC 9110, RFC 6750, RFC 9457).
 * What a request means is left to the flows.
 */
@NullMarked
package io.steward.http;

import org.jspecify.annotations.NullMarked;
