/**
 * Owns the threads that work in the background, such as the revocation feed. No failure ends such a
 * thread, not even an {@link Error}. The work itself is left to the packages that own it.
 */
@NullMarked
package io.steward.background;

import org.jspecify.annotations.NullMarked;
