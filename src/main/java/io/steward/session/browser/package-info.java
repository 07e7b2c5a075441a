/**
 * Owns sessions of browsers: the value of their cookie (RFC 6265), and who is behind it. They are
 * sessions like all others, without refresh token. Their tables, limits and ends are left to {@code
 * session}.
 */
@NullMarked
package io.steward.session.browser;

import org.jspecify.annotations.NullMarked;
