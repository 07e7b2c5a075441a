package io.steward.session.browser;

import io.steward.origin.web.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cookie of a browser's session. Over https its prefix makes browsers accept it only from this
 * very host, not from a sibling (RFC 6265bis, 4.1.3.2). Over plain http, as in a trial, browsers
 * would refuse such a name.
 */
public final class SessionCookie {
  private static final String SECURE = "__Host-steward";
  private static final String PLAIN = "steward";
  private static final int LONGEST = 200;
  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private SessionCookie() {}

  /**
   * Whether browsers may keep the cookie: over https, or on the browser's own machine as in a
   * trial.
   */
  public static boolean isKept(HttpServletRequest request) {
    return request.isSecure() || OWN_MACHINE.contains(request.getServerName());
  }

  /** The value of the cookie; empty if there is none, or more than one. */
  public static Optional<String> value(HttpServletRequest request) {
    List<String> values = values(request);
    return isKept(request) && values.size() == 1 && values.get(0).length() <= LONGEST
        ? Optional.of(values.get(0))
        : Optional.empty();
  }

  /** Whether a request contains the cookie, even with an invalid value. */
  public static boolean isIn(HttpServletRequest request) {
    return !values(request).isEmpty();
  }

  private static List<String> values(HttpServletRequest request) {
    return Cookies.values(request.getHeaders("Cookie"), name(request.isSecure()));
  }

  /**
   * A header {@code Set-Cookie}.
   *
   * @param stay how long the browser keeps the cookie; if empty, until it is closed
   */
  public static String set(boolean isSecure, String value, Optional<Duration> stay) {
    return name(isSecure)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (isSecure ? "; Secure" : "")
        + stay.map(time -> "; Max-Age=" + time.toSeconds()).orElse("");
  }

  /** A header {@code Set-Cookie} that removes the cookie. */
  public static String removed(boolean isSecure) {
    return set(isSecure, "", Optional.of(Duration.ZERO));
  }

  private static String name(boolean isSecure) {
    return isSecure ? SECURE : PLAIN;
  }
}
