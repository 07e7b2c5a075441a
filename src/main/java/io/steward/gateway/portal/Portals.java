package io.steward.gateway.portal;

import io.steward.settings.PortalSettings;
import io.steward.token.portal.Portal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows which hosts are portals and which of them share a cookie. */
public final class Portals {
  private final PortalSettings settings;

  public Portals(PortalSettings settings) {
    this.settings = settings;
  }

  /** The address of Steward, without a slash at the end. */
  public String publicUrl() {
    return settings.publicUrl();
  }

  Duration lifetime() {
    return settings.lifetime();
  }

  /** The portal of a host in canonical form; empty if the host is not a portal. */
  public Optional<Portal> of(String host) {
    if (PortalSettings.isWithin(host, settings.domain())) {
      return Optional.of(new Portal(settings.domain(), true));
    }
    return settings.hosts().contains(host)
        ? Optional.of(new Portal(host, false))
        : Optional.empty();
  }

  /** The portals on the parent domain; empty if only other hosts are configured. */
  public Optional<Portal> ofDomain() {
    return settings.domain().isEmpty()
        ? Optional.empty()
        : Optional.of(new Portal(settings.domain(), true));
  }

  /** The portal of an address that {@link WayBack} has read. */
  public Optional<Portal> ofUrl(String url) {
    return of(host(url));
  }

  /** Scheme, host and port of an address that {@link WayBack} has read. */
  static String origin(String url) {
    return url.substring(0, url.indexOf('/', "https://".length()));
  }

  /**
   * The host of an address that {@link WayBack} has read. {@code java.net.URI} would find no host
   * in {@code https://my_app.example.com/}.
   */
  public static String host(String url) {
    int start = "https://".length();
    String authority = url.substring(start, url.indexOf('/', start));
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  /** All portals. */
  public List<Portal> all() {
    Stream<Portal> domain =
        Stream.of(settings.domain()).filter(d -> !d.isEmpty()).map(d -> new Portal(d, true));
    Stream<Portal> hosts = settings.hosts().stream().map(host -> new Portal(host, false));
    return Stream.concat(domain, hosts).toList();
  }
}
