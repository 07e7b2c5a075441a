/**
 * Owns when messages go to the owner of an account or of an address: what the owner hears about the
 * account, and how many messages a stranger can cause. How messages are stored and sent is left to
 * {@code mail}.
 */
@NullMarked
package io.steward.credential.notice;

import org.jspecify.annotations.NullMarked;
