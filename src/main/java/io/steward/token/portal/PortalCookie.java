package io.steward.token.portal;

import java.util.List;

/** The cookie that a browser sends to portals (RFC 6265). */
public final class PortalCookie {
  /** On all hosts of the parent domain. */
  public static final String OF_DOMAIN = "__Secure-steward-portal";

  /** On one host of another domain. */
  public static final String OF_HOST = "__Host-steward-portal";

  /** The beginnings of the names of all cookies of Steward's. */
  public static final List<String> PREFIXES = List.of("__Secure-steward", "__Host-steward");

  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";

  private PortalCookie() {}

  /** The value of {@code Set-Cookie} that stores a token. */
  public static String set(Portal portal, String token) {
    return portal.cookieName() + "=" + token + domain(portal) + ATTRIBUTES;
  }

  /** The value of {@code Set-Cookie} that removes the cookie. */
  public static String removed(Portal portal) {
    return portal.cookieName() + "=" + domain(portal) + ATTRIBUTES + "; Max-Age=0";
  }

  private static String domain(Portal portal) {
    return portal.isDomain() ? "; Domain=" + portal.audience() : "";
  }
}
