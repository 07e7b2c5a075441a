/**
 * Owns the only accepted spelling of paths and host names (RFC 3986). Other spellings are refused,
 * so that they cannot bypass a rule for a path.
 */
@NullMarked
package io.steward.uri;

import org.jspecify.annotations.NullMarked;
