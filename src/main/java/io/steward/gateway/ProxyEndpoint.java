package io.steward.gateway;

import java.util.Locale;

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
   * Whether such a proxy passes a redirect on to the client. The files of the others make one of a
   * 401 with a {@code Location}.
   */
  public boolean passesRedirects() {
    return this == FORWARD;
  }

  OriginalRequest read(SentHeaders headers) {
    return switch (this) {
      case NGINX, HAPROXY -> OriginalRequest.named(headers);
      case FORWARD -> OriginalRequest.forwarded(headers);
    };
  }
}
