/**
 * Owns attempts at work that can hang, such as opening a connection: further attempts start beside
 * it.
 */
@NullMarked
package io.steward.background.attempts;

import org.jspecify.annotations.NullMarked;
