/**
 * Owns sessions of browsers: the value of their cookie (RFC 6265), and the user whom it identifies.
 * They are ordinary sessions without a refresh token. Their tables, limits and ends are left to
 * {@code session}.
 */
@NullMarked
package io.steward.session.browser;

import org.jspecify.annotations.NullMarked;
