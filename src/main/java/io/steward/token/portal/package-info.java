/**
 * Owns what Steward and the filter of other applications must do alike for portals, the
 * applications that people enter with a browser: their cookie, its verification, and the signed
 * address to which a browser returns after sign-in. Which hosts are portals is left to {@code
 * gateway.portal}.
 */
@NullMarked
package io.steward.token.portal;

import org.jspecify.annotations.NullMarked;
