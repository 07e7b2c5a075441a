package io.steward.pages.account;

import io.steward.html.Words;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Times in the reader's language. */
final class Times {
  private Times() {}

  /** A time in UTC, because the server does not know where the reader is. */
  static String text(Words words, Instant time) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(words.locale())
            .withZone(ZoneOffset.UTC)
            .format(time)
        + " UTC";
  }
}
