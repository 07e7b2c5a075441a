/**
 * Owns what the filter does for people with browsers: it accepts the cookie of portals, leads to
 * Steward's sign-in page, and hides Steward's cookies from the application. Verification of the
 * cookie and the signed way back are left to {@code token.portal}.
 */
@NullMarked
package io.steward.filter.portal;

import org.jspecify.annotations.NullMarked;
