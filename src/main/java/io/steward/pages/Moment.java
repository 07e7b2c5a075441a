package io.steward.pages;

import io.steward.html.Words;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A time for a page.
 *
 * @param machine for scripts (HTML Standard, 4.5.14)
 * @param text in the reader's language, in UTC, because the server does not know where the reader
 *     is
 */
public record Moment(String machine, String text) {
  /** The moment in the language of these words. */
  public static Moment of(Words words, Instant time) {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern(words.get("time.moment"), words.locale())
            .withZone(ZoneOffset.UTC);
    return new Moment(
        time.truncatedTo(ChronoUnit.SECONDS).toString(), format.format(time) + " UTC");
  }
}
