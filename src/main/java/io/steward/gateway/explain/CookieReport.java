package io.steward.gateway.explain;

import io.steward.gateway.portal.PortalParts;
import io.steward.origin.web.Cookies;
import io.steward.token.AccessToken;
import io.steward.token.InvalidTokenException;
import io.steward.token.TokenFault;
import io.steward.token.key.TokenType;
import io.steward.token.portal.Portal;
import io.steward.token.portal.PortalCookie;
import io.steward.token.portal.PortalToken;
import io.steward.token.portal.PortalVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reports whether the cookies in a browser's request to a portal are valid, without any secret. */
public final class CookieReport {
  private static final Pattern OWN_SESSION =
      Pattern.compile("[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}");
  private static final String REFUSED = "cookie  refused: ";
  private static final String MORE = "        ";

  /**
   * The proxies pass on at most two cookies: with more, another host of the domain could hide the
   * person's own.
   */
  private static final int MOST_OF_PROXIES = 2;

  private static final Duration MANY_SECONDS = Duration.ofMinutes(2);
  private static final Duration MANY_MINUTES = Duration.ofHours(2);

  private final PortalParts parts;
  private final Clock clock;

  public CookieReport(PortalParts parts, Clock clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /** The report, line by line, on a {@code Cookie} header in a request to a portal. */
  public List<String> of(Portal portal, String header) {
    List<String> values =
        Cookies.values(Collections.enumeration(List.of(header)), portal.cookieName());
    if (values.isEmpty()) {
      return List.of(missing(portal, header));
    }
    if (values.size() > PortalVerifier.MOST) {
      return List.of(
          REFUSED
              + values.size()
              + " cookies are called "
              + portal.cookieName()
              + ", and Steward reads at most "
              + PortalVerifier.MOST);
    }
    List<String> lines = new ArrayList<>();
    values.forEach(value -> lines.addAll(lines(portal, value)));
    if (parts.tokens().verified(portal, values).isEmpty() && isAnyValid(portal, values)) {
      lines.add(
          REFUSED + "they belong to different sessions, so another host of the domain has set one");
    }
    if (values.size() > MOST_OF_PROXIES) {
      lines.add(
          REFUSED
              + "the proxies' files pass on none of more than "
              + MOST_OF_PROXIES
              + " such cookies");
    }
    return lines;
  }

  private boolean isAnyValid(Portal portal, List<String> values) {
    return values.stream()
        .anyMatch(value -> parts.tokens().verified(portal, List.of(value)).isPresent());
  }

  private static String missing(Portal portal, String header) {
    String other = portal.isDomain() ? PortalCookie.OF_HOST : PortalCookie.OF_DOMAIN;
    return "cookie  missing: the header has no "
        + portal.cookieName()
        + (header.contains(other + "=") ? "; its " + other + " is of another host" : "");
  }

  private List<String> lines(Portal portal, String value) {
    try {
      return lines(portal, parts.tokens().identified(portal, value), value);
    } catch (InvalidTokenException e) {
      return List.of(REFUSED + fault(portal, value, e.fault()));
    }
  }

  private List<String> lines(Portal portal, AccessToken token, String value) {
    long userId = token.subject().id();
    return List.of(
        "cookie  genuine, for " + area(portal),
        MORE + "user " + userId + ", session " + token.sessionId(),
        MORE + age(token, parts.tokens().verified(portal, List.of(value)).isPresent()),
        MORE + "whether the session has ended is not checked: see users sessions " + userId);
  }

  private String age(AccessToken token, boolean isValid) {
    if (!isValid) {
      return "expired %s, so it counts as missing".formatted(ago(token.expiresAt()));
    }
    String state =
        PortalToken.isOld(token, clock.instant())
            ? "due for renewal when a page opens; other requests pass"
            : "fresh";
    return "issued %s: %s; valid until %s"
        .formatted(ago(token.issuedAt()), state, Instant.ofEpochSecond(token.expiresAt()));
  }

  private String ago(long seconds) {
    Instant then = Instant.ofEpochSecond(seconds);
    Duration age = Duration.between(then, clock.instant());
    String length =
        age.compareTo(MANY_SECONDS) < 0
            ? age.toSeconds() + " s"
            : age.compareTo(MANY_MINUTES) < 0 ? age.toMinutes() + " min" : age.toHours() + " h";
    return then + ", " + length + " ago";
  }

  private static String area(Portal portal) {
    return portal.isDomain() ? "all hosts of " + portal.audience() : portal.audience() + " alone";
  }

  private String fault(Portal portal, String value, TokenFault fault) {
    if (TokenType.claimed(value).filter(TokenType.ACCESS::equals).isPresent()) {
      return "it is an access token, which counts in the header Authorization alone";
    }
    if (OWN_SESSION.matcher(value).matches()) {
      return "it is the cookie of Steward's own host, which no portal accepts";
    }
    Optional<Portal> other =
        parts.portals().all().stream().filter(p -> !p.equals(portal) && isOf(p, value)).findFirst();
    if (other.isPresent()) {
      return "it is for " + area(other.get()) + ", not for " + area(portal);
    }
    return fault == TokenFault.REFUSED
        ? "it is for hosts that are no longer portals, of another issuer, valid for longer than"
            + " STEWARD_PORTAL_LIFETIME, or issued in the future: compare the clocks of the nodes"
        : "it is cut off or altered, or signed with another key";
  }

  private boolean isOf(Portal portal, String value) {
    try {
      parts.tokens().identified(portal, value);
      return true;
    } catch (InvalidTokenException e) {
      return false;
    }
  }
}
