/**
 * Owns requests with the identity of their caller, if the caller is no bearer of a token, and which
 * requests are of scripts of Steward's own origin.
 */
@NullMarked
package io.steward.gate.caller;

import org.jspecify.annotations.NullMarked;
