/**
 * Owns reading and writing JSON bodies. Reading is strict (RFC 8259): repeated members and lone
 * surrogates are refused, and size and depth are limited.
 */
@NullMarked
package io.steward.api.json;

import org.jspecify.annotations.NullMarked;
