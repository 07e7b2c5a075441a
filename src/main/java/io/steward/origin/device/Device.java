package io.steward.origin.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names the program of a request in a few words. */
public final class Device {
  /** The first match counts: Edge also claims to be Chrome, and Chrome claims to be Safari. */
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("Edg/", "Edge"),
          Map.entry("EdgA/", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("Firefox/", "Firefox"),
          Map.entry("FxiOS/", "Firefox"),
          Map.entry("SamsungBrowser/", "Samsung Internet"),
          Map.entry("CriOS/", "Chrome"),
          Map.entry("Chrome/", "Chrome"),
          Map.entry("Safari/", "Safari"));

  private static final List<Map.Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("Windows", "Windows"),
          Map.entry("Android", "Android"),
          Map.entry("iPhone", "iPhone"),
          Map.entry("iPad", "iPad"),
          Map.entry("Mac OS X", "macOS"),
          Map.entry("CrOS", "ChromeOS"),
          Map.entry("Linux", "Linux"));

  // Anyone chooses a user agent, so it must not carry a sentence into a message.
  private static final Pattern PRODUCT = Pattern.compile("^[A-Za-z][A-Za-z0-9_-]{0,29}");

  private static final String OTHER = "other";

  private Device() {}

  /** A browser and its system, or another program; empty if the user agent names neither. */
  public static String of(String userAgent) {
    return browser(userAgent)
        .or(() -> PRODUCT.matcher(userAgent).results().map(MatchResult::group).findFirst())
        .orElse("");
  }

  /**
   * A browser and its system, and one word for all other programs: anyone chooses a user agent, so
   * its own words could fill a table.
   */
  public static String kind(String userAgent) {
    return browser(userAgent).orElse(OTHER);
  }

  private static Optional<String> browser(String userAgent) {
    return first(BROWSERS, userAgent)
        .map(name -> name + first(SYSTEMS, userAgent).map(system -> ", " + system).orElse(""));
  }

  private static Optional<String> first(List<Map.Entry<String, String>> names, String userAgent) {
    return names.stream()
        .filter(name -> userAgent.contains(name.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
