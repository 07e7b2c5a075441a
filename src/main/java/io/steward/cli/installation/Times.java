package io.steward.cli.installation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times that options name. */
public final class Times {
  private static final int LAST_YEAR = 9_999;
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final String TIMES =
      ": must be a time such as 2026-01-31, 2026-01-31T12:00:00Z or 24h.";
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private Times() {}

  /**
   * The time that a text names; {@code 24h} is 24 hours ago.
   *
   * @param option the option, for the message
   */
  public static Instant of(String option, String text) {
    return of(option, text, -1);
  }

  /**
   * The time in the future that a text names; {@code 24h} is in 24 hours.
   *
   * @param option the option, for the message
   */
  public static Instant ahead(String option, String text) {
    Instant time = of(option, text, 1);
    if (!time.isAfter(Instant.now())) {
      throw Refusal.usage(option + " must be in the future.");
    }
    return time;
  }

  private static Instant of(String option, String text, int direction) {
    try {
      OffsetDateTime time = parsed(text, direction);
      // PostgreSQL rejects years outside this range.
      if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      throw Refusal.usage(option + TIMES);
    }
    throw Refusal.usage(option + TIMES);
  }

  private static OffsetDateTime parsed(String text, int direction) {
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      ChronoUnit unit = UNITS.getOrDefault(span.group(2), ChronoUnit.SECONDS);
      return OffsetDateTime.now(ZoneOffset.UTC)
          .plus(direction * Long.parseLong(span.group(1)), unit);
    }
    return text.contains("T")
        ? OffsetDateTime.parse(text)
        : LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
  }
}
