/**
 * Owns JSON bodies. They follow RFC 8259 strictly: one object, no repeated member, no lone
 * surrogate, limits on size and depth.
 */
@NullMarked
package io.steward.api.json;

import org.jspecify.annotations.NullMarked;
