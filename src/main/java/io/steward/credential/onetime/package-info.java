/**
 * Owns one-time tokens, which links in messages carry: 256 random bits, stored as SHA-256, bound to
 * a purpose, a user and the state that they change. One statement decides who uses a token. Sending
 * them is left to {@code mail}, using them to the flows.
 */
@NullMarked
package io.steward.credential.onetime;

import org.jspecify.annotations.NullMarked;
