package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers that every proxy file controls, as the table in {@code deploy/proxies.md} says. */
public final class ControlledHeaders {
  /** Characters of a name (RFC 9110, 5.6.2) that some program treats like a hyphen. */
  private static final String ODD = "_.~!#$%&'*+^`|";

  private static final Pattern CELL = Pattern.compile("`([A-Za-z0-9-]+)`");

  private ControlledHeaders() {}

  /** The names in the table whose last cell contains this text. */
  public static List<String> receivedAs(String what) {
    String guide = read();
    int start = guide.indexOf("### Headers that every file controls");
    return guide
        .substring(start, guide.indexOf("\nAlso:", start))
        .lines()
        .filter(line -> line.startsWith("| `") && line.endsWith(what + " |"))
        .flatMap(line -> CELL.matcher(line).results())
        .map((MatchResult cell) -> cell.group(1))
        .toList();
  }

  public static List<String> all() {
    return receivedAs("");
  }

  private static String read() {
    try {
      return Files.readString(Path.of("deploy/proxies.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name in other cases, and with every other character in place of each or all hyphens. */
  public static Set<String> spellings(String name) {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(name);
    spellings.add(name.toLowerCase(Locale.ROOT));
    spellings.add(name.toUpperCase(Locale.ROOT));
    for (int i = 0; i < ODD.length(); i++) {
      char odd = ODD.charAt(i);
      spellings.add(name.replace('-', odd));
      spellings.add(name.replaceFirst("-", Matcher.quoteReplacement("" + odd)));
      int last = Math.max(0, name.lastIndexOf('-'));
      spellings.add(name.substring(0, last) + odd + name.substring(last + 1));
    }
    return spellings;
  }

  /** Lines that give each spelling of each controlled name this value, some at a time. */
  public static List<String[]> forged(String value) {
    List<String> lines = new ArrayList<>();
    for (String name : all()) {
      spellings(name).forEach(spelling -> lines.add(spelling + ": " + value));
    }
    List<String[]> portions = new ArrayList<>();
    // Apache refuses requests with more than a hundred headers.
    for (int i = 0; i < lines.size(); i += 60) {
      portions.add(lines.subList(i, Math.min(lines.size(), i + 60)).toArray(String[]::new));
    }
    return portions;
  }
}
