/**
 * Owns sessions. A session begins with a log-in, continues with refresh tokens (RFC 6749, 6;
 * rotation and replay by RFC 9700, 4.14) and ends with a revocation. The revocations are stored
 * here; {@code node} brings them to every node. The format of tokens is left to {@code token}.
 */
@NullMarked
package io.steward.session;

import org.jspecify.annotations.NullMarked;
