/**
 * Sessions: a log-in, the refresh tokens that follow from it (RFC 6749, 6; rotation and replay by
 * RFC 9700, 4.14), its end, and how every node learns of that end in time. What a token looks like
 * is {@code token}'s; who may begin or end a session is left to the flows.
 */
@NullMarked
package io.steward.session;

import org.jspecify.annotations.NullMarked;
