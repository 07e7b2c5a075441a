package io.steward.token.portal;

/**
 * The hosts that share a cookie.
 *
 * @param audience the parent domain, or the one host of another domain, in canonical form
 * @param isDomain whether it is the parent domain
 */
public record Portal(String audience, boolean isDomain) {
  /** The name of the cookie. */
  public String cookieName() {
    return isDomain ? PortalCookie.OF_DOMAIN : PortalCookie.OF_HOST;
  }

  /** Whether a host, in canonical form, is one of these. */
  public boolean contains(String host) {
    return host.equals(audience) || (isDomain && host.endsWith("." + audience));
  }
}
