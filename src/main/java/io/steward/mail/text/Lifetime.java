package io.steward.mail.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long a link works, in words. */
final class Lifetime {
  /** Day, hour, minute; each in the singular and the plural. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "en", List.of("day", "days", "hour", "hours", "minute", "minutes"),
          "de", List.of("Tag", "Tage", "Stunde", "Stunden", "Minute", "Minuten"));

  /** Symbols of units, for languages whose words Steward does not know. */
  private static final List<String> SYMBOLS = List.of("d", "d", "h", "h", "min", "min");

  private Lifetime() {}

  /** The time in its largest whole unit, such as {@code 30 minutes}. */
  static String words(Duration time, String language) {
    List<String> words = WORDS.getOrDefault(language.replaceFirst("-.*", ""), SYMBOLS);
    if (time.compareTo(Duration.ofDays(2)) >= 0 && time.toSeconds() % 86_400 == 0) {
      return count(time.toDays(), words.subList(0, 2));
    }
    return time.compareTo(Duration.ofHours(1)) >= 0 && time.toSeconds() % 3_600 == 0
        ? count(time.toHours(), words.subList(2, 4))
        : count(time.toMinutes(), words.subList(4, 6));
  }

  private static String count(long number, List<String> word) {
    return number + " " + word.get(number == 1 ? 0 : 1);
  }
}
