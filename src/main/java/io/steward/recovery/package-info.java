/**
 * Owns what the links in messages do: verifying an email address, resetting a password, confirming
 * and taking back a change of address. Tokens are issued when a message is delivered, so that a
 * request for an unknown address does the same work as for a known one. Messages themselves are
 * left to {@code mail}, tokens to {@code credential.onetime}. No GET uses a token.
 */
@NullMarked
package io.steward.recovery;

import org.jspecify.annotations.NullMarked;
