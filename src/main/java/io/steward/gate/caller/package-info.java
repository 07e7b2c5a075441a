/** Owns requests with the identity of their caller, if the caller is no bearer of a token. */
@NullMarked
package io.steward.gate.caller;

import org.jspecify.annotations.NullMarked;
