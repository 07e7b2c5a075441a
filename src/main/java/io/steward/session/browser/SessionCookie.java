package io.steward.session.browser;

import io.steward.origin.web.Cookies;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * The cookie of a browser's session. Over https its prefix makes browsers accept it only from this
 * very host, not from a sibling (RFC 6265bis, 4.1.3.2). Over plain http, as in a trial, browsers
 * would refuse such a name.
 */
public final class SessionCookie {
  private static final String SECURE = "__Host-steward";
  private static final String PLAIN = "steward";
  private static final int LONGEST = 200;

  private SessionCookie() {}

  /**
   * The value of the cookie; empty if there is none, or more than one.
   *
   * @param isSecure whether the request came over https
   * @param headers all {@code Cookie} headers
   */
  public static Optional<String> value(boolean isSecure, Enumeration<String> headers) {
    List<String> values = Cookies.values(headers, name(isSecure));
    return values.size() == 1 && values.get(0).length() <= LONGEST
        ? Optional.of(values.get(0))
        : Optional.empty();
  }

  /** Whether a request carries the cookie, perhaps with a worthless value. */
  public static boolean isIn(boolean isSecure, Enumeration<String> headers) {
    return !Cookies.values(headers, name(isSecure)).isEmpty();
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
