package io.steward.testing;

import io.steward.gateway.portal.Handoff;
import io.steward.gateway.portal.PortalTokens;
import io.steward.gateway.portal.Portals;
import io.steward.gateway.portal.WayBack;
import io.steward.settings.Settings;
import io.steward.token.Subject;
import io.steward.token.key.KeyRing;
import io.steward.token.portal.Portal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

/** Makes the cookies of portals, and signs the ways back to them, as Steward does. */
public final class PortalCookies {
  public static final String PUBLIC_URL = "https://accounts.example.com";
  private static final Subject ADA =
      new Subject(7, "ada@golden.example", "Ada", Set.of("staff"), false);
  private static final Duration LONG = Duration.ofDays(1);

  private final Settings settings;
  private final Portals portals;

  public PortalCookies(Settings settings) {
    this.settings = settings;
    this.portals = new Portals(settings.authz().portals().orElseThrow());
  }

  /** The settings of a server with portals below example.com, and wiki.other.org. */
  public static Map<String, String> settings(Path rules) {
    return Map.of(
        "proxy.trusted", "127.0.0.1",
        "authz.rules", rules.toString(),
        "public.url", PUBLIC_URL,
        "portal.domain", "example.com",
        "portal.hosts", "wiki.other.org");
  }

  /** A cookie of Ada's for a host, {@code name=value}, issued some time ago. */
  public String of(String host, String sessionId, Duration age) {
    Clock clock = Clock.fixed(Instant.now().minus(age), ZoneOffset.UTC);
    Portal portal = portals.of(host).orElseThrow();
    KeyRing keys = TestTokens.keys(settings.jwt(), clock);
    PortalTokens tokens =
        new PortalTokens(portals, settings.jwt(), keys, TestTokens.noRevocations(), clock);
    return portal.cookieName() + "=" + tokens.issue(portal, ADA, sessionId, 0, LONG);
  }

  /** Signs and reads addresses some time ago. */
  public WayBack wayBack(Duration age) {
    Clock clock = Clock.fixed(Instant.now().minus(age), ZoneOffset.UTC);
    return new WayBack(portals, TestTokens.keys(settings.jwt(), clock), clock);
  }

  /** The target of the address that lets a session's browser with this state into a portal. */
  public String callback(String url, String stateCookie, String sessionId) {
    String state = stateCookie.replaceFirst("^[^=]*=", "");
    String code =
        new Handoff(keys(), Clock.systemUTC())
            .code(new Handoff.Handed(sessionId, url), Handoff.hash(state));
    return "/.steward/callback?code=" + code;
  }

  /** The secrets of these portals. */
  public KeyRing keys() {
    return TestTokens.keys(settings.jwt(), Clock.systemUTC());
  }
}
