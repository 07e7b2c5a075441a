/**
 * Owns portals, the applications that people enter with a browser: which hosts are portals, their
 * cookie, and the signed way from a portal to the sign-in page and back. The cookie is a JWT of its
 * own type, which only the endpoints for proxies accept. Sign-in itself is left to the pages.
 */
@NullMarked
package io.steward.gateway.portal;

import org.jspecify.annotations.NullMarked;
