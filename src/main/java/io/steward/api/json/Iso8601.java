package io.steward.api.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Times in DRF's format: UTC with {@code Z}; six fractional digits, or no fraction for a whole
 * second.
 */
final class Iso8601 {
  private static final DateTimeFormatter SECONDS = formatter("uuuu-MM-dd'T'HH:mm:ss'Z'");
  private static final DateTimeFormatter MICROS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private Iso8601() {}

  static String format(Instant instant) {
    Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
    boolean whole = instant.truncatedTo(ChronoUnit.MICROS).equals(second);
    return (whole ? SECONDS : MICROS).format(instant);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
