/**
 * Owns the only accepted spelling of paths (RFC 3986). Other spellings of a path are refused, so
 * that they cannot bypass a rule for it. Host names are left to {@code uri.host}.
 */
@NullMarked
package io.steward.uri;

import org.jspecify.annotations.NullMarked;
