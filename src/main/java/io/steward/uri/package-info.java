/**
 * Owns the one spelling of a path and of a host name (RFC 3986). A second spelling is refused, so
 * that a rule for a path cannot be bypassed.
 */
@NullMarked
package io.steward.uri;

import org.jspecify.annotations.NullMarked;
