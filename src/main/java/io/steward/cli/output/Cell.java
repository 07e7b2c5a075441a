package io.steward.cli.output;

import io.steward.log.Log;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value in a line of text whose values are separated by two spaces or more. */
public final class Cell {
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z._:/@+-]+");

  private Cell() {}

  /**
   * The value, between quotation marks unless it consists of harmless characters only. Anyone can
   * choose a name or a user agent, which could otherwise forge further values.
   */
  public static String of(Object value) {
    String text = String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
    return PLAIN.matcher(text).matches() ? text : '"' + Log.oneLine(text) + '"';
  }

  /** The value for people: times to the second, a dash for nothing, and each part of several. */
  public static String shown(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return members.entrySet().stream()
          .map(member -> member.getKey() + "=" + Cell.of(plain(member.getValue())))
          .collect(Collectors.joining("  "));
    }
    if (value instanceof Collection<?> values) {
      return values.isEmpty()
          ? "-"
          : values.stream().map(Cell::of).collect(Collectors.joining(" "));
    }
    return value == null || value.equals("") ? "-" : Cell.of(plain(value));
  }

  /** A time in RFC 3339, in UTC and to the second. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Object plain(Object value) {
    if (value instanceof Boolean is) {
      return is ? "yes" : "no";
    }
    return value instanceof Instant time ? time(time) : value;
  }
}
