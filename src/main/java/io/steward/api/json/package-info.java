/**
 * Owns reading and writing JSON bodies. Reading is strict (RFC 8259): no repeated member, no lone
 * surrogate, limits on size and depth.
 */
@NullMarked
package io.steward.api.json;

import org.jspecify.annotations.NullMarked;
