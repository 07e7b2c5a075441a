package io.steward.origin.web;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/**
 * Reads cookies from a request (RFC 6265, 4.2.1). Servers differ in what they accept and hide
 * repeated names, so Steward reads the headers itself.
 */
public final class Cookies {
  /** Longer headers are not read; the cookies that Steward sets are much shorter. */
  private static final int LONGEST = 16_384;

  private Cookies() {}

  /**
   * The values of all cookies of a name, in the order in which they were sent.
   *
   * @param headers all {@code Cookie} headers
   */
  public static List<String> values(Enumeration<String> headers, String name) {
    List<String> values = new ArrayList<>(1);
    while (headers.hasMoreElements()) {
      String header = headers.nextElement();
      if (header.length() <= LONGEST) {
        read(header, name, values);
      }
    }
    return values;
  }

  /**
   * One {@code Cookie} header without some cookies; empty if no other cookie was sent. A cookie
   * that contains such a name anywhere is left out too, because some programs join repeated headers
   * with commas.
   *
   * @param headers all {@code Cookie} headers
   * @param prefixes the beginnings of the names that are left out
   */
  public static String without(Enumeration<String> headers, List<String> prefixes) {
    List<String> kept = new ArrayList<>();
    while (headers.hasMoreElements()) {
      for (String cookie : headers.nextElement().split(";", -1)) {
        String stripped = cookie.strip();
        if (!stripped.isEmpty() && prefixes.stream().noneMatch(stripped::contains)) {
          kept.add(stripped);
        }
      }
    }
    return String.join("; ", kept);
  }

  private static void read(String header, String name, List<String> values) {
    int start = 0;
    while (start < header.length()) {
      int semicolon = header.indexOf(';', start);
      int end = semicolon < 0 ? header.length() : semicolon;
      int first = start;
      while (first < end && isSpace(header.charAt(first))) {
        first++;
      }
      int value = first + name.length() + 1;
      if (value <= end && header.startsWith(name, first) && header.charAt(value - 1) == '=') {
        values.add(withoutSpaces(header, value, end));
      }
      start = end + 1;
    }
  }

  private static String withoutSpaces(String header, int start, int end) {
    int last = end;
    while (last > start && isSpace(header.charAt(last - 1))) {
      last--;
    }
    return header.substring(start, last);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
