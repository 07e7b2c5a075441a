/**
 * Owns what Steward and the filter share for portals, which are applications that people enter with
 * a browser: the cookie, its verification, and the signed address to which a browser returns after
 * sign-in. Which hosts are portals is left to {@code gateway.portal}.
 */
@NullMarked
package io.steward.token.portal;

import org.jspecify.annotations.NullMarked;
