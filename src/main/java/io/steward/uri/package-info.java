/**
 * Owns the only accepted spelling of paths and host names (RFC 3986, UTS #46). Other spellings of a
 * path are refused, so that they cannot bypass a rule for it.
 */
@NullMarked
package io.steward.uri;

import org.jspecify.annotations.NullMarked;
