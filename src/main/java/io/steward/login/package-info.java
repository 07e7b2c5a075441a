/**
 * Trading an address and password for tokens (RFC 6749, 4.3 in spirit), and asking whether a token
 * is good. Whatever is wrong with a log-in, there is one answer, and no cheaper way to get it.
 */
@NullMarked
package io.steward.login;

import org.jspecify.annotations.NullMarked;
