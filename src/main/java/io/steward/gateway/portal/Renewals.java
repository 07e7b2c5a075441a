package io.steward.gateway.portal;

import io.steward.origin.web.Cookies;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts how often a browser was sent to the same address within some seconds without asking the
 * person. Otherwise a browser that loses the portal's cookie would be redirected endlessly. The
 * count is in a cookie on Steward's own host, so it needs no memory on the nodes.
 */
public final class Renewals {
  private static final String NAME = "__Host-steward-renewals";
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=15";
  private static final Pattern VALUE = Pattern.compile("([1-9])\\.([0-9A-Za-z_-]{43})");
  private static final int MOST = 3;

  private Renewals() {}

  /**
   * The {@code Set-Cookie} value with the count raised by one; empty at the limit.
   *
   * @param cookies all {@code Cookie} headers
   * @param url where the browser is sent
   */
  public static Optional<String> counted(Enumeration<String> cookies, String url) {
    String hash = Handoff.hash(url);
    int before = count(Cookies.values(cookies, NAME), hash);
    return before >= MOST
        ? Optional.empty()
        : Optional.of(NAME + "=" + (before + 1) + "." + hash + ATTRIBUTES);
  }

  private static int count(List<String> values, String hash) {
    return values.stream()
        .map(VALUE::matcher)
        .filter(Matcher::matches)
        .filter(value -> value.group(2).equals(hash))
        .mapToInt(value -> Integer.parseInt(value.group(1)))
        .max()
        .orElse(0);
  }
}
