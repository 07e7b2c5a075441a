/**
 * Owns sessions: a log-in, the refresh tokens that follow from it (RFC 6749, 6; rotation and replay
 * by RFC 9700, 4.14), and its end. The revocations of ended sessions are kept here; {@code node}
 * brings them to every node. The form of a token is left to {@code token}.
 */
@NullMarked
package io.steward.session;

import org.jspecify.annotations.NullMarked;
