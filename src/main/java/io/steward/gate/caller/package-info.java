/**
 * Owns the identity of callers without a token: OAuth clients, signed-in browsers, and scripts of
 * Steward's own origin.
 */
@NullMarked
package io.steward.gate.caller;

import org.jspecify.annotations.NullMarked;
