/** Owns the name in words of the browser or program that sent a request. */
@NullMarked
package io.steward.origin.device;

import org.jspecify.annotations.NullMarked;
