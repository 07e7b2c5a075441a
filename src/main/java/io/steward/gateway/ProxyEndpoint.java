package io.steward.gateway;

import io.steward.origin.web.Cookies;
import io.steward.token.portal.PortalCookie;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The endpoints for proxies, one for each kind of proxy. Each endpoint reads only the headers that
 * this kind sends.
 */
public enum ProxyEndpoint {
  /** For nginx ({@code auth_request}). */
  NGINX,
  /** For HAProxy (the script in {@code deploy/haproxy}). */
  HAPROXY,
  /** For Traefik ({@code forwardAuth}) and Caddy ({@code forward_auth}). */
  FORWARD;

  /** The endpoint's path below the context path. */
  public String path() {
    return "/authz/" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether this kind of proxy passes a redirect on to the client. The other kinds get a 401 with a
   * {@code Location}, which the files in {@code deploy} turn into a redirect.
   */
  public boolean passesRedirects() {
    return this == FORWARD;
  }

  /**
   * The cookies that the application may get. Traefik cannot remove single cookies, so it replaces
   * all cookies with these. The other proxies remove Steward's cookies themselves.
   */
  Map<String, String> cookies(Function<String, Enumeration<String>> headers) {
    String others =
        this == FORWARD ? Cookies.without(headers.apply("Cookie"), PortalCookie.PREFIXES) : "";
    return others.isEmpty() ? Map.of() : Map.of("Cookie", others);
  }

  OriginalRequest read(SentHeaders headers) {
    return switch (this) {
      case NGINX, HAPROXY -> OriginalRequest.named(headers);
      case FORWARD -> OriginalRequest.forwarded(headers);
    };
  }
}
