package io.steward.mail.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Chooses the language of a message. */
final class Languages {
  static final String STANDARD = "en";
  private static final int LONGEST = 200;

  private Languages() {}

  /**
   * The available language that suits the reader best, as RFC 4647, 3.4 looks one up.
   *
   * @param wanted a language tag, or the value of a header {@code Accept-Language}
   */
  static String choose(String wanted, Set<String> available) {
    return Optional.ofNullable(Locale.lookupTag(ranges(wanted), available)).orElse(STANDARD);
  }

  private static List<Locale.LanguageRange> ranges(String wanted) {
    if (wanted.isBlank() || wanted.length() > LONGEST) {
      return List.of();
    }
    try {
      return Locale.LanguageRange.parse(wanted);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
