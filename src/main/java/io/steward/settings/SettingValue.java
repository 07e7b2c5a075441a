package io.steward.settings;

import java.util.Optional;

/** What a source says about a setting, and how to speak of it without giving a secret away. */
record SettingValue(Setting setting, String text, String source) {
  private static final int LONGEST_SHOWN = 60;

  /** A line that names the setting and its source. */
  String fault(String what) {
    return label() + " " + what;
  }

  String label() {
    return setting.environmentName() + " (" + source + ")";
  }

  /** What is wrong with the text, whatever the setting. */
  Optional<String> complaint() {
    if (text.isBlank() && !isFreeText()) {
      return Optional.of("is empty: give it a value or take it away");
    }
    if (!isFreeText() && !text.equals(trimmed())) {
      return Optional.of("has white space or a line break around it: take that away");
    }
    if (text.codePoints().anyMatch(SettingValue::isUnusable)) {
      return Optional.of("contains a control character or an unreadable one: take it away");
    }
    return Optional.empty();
  }

  /** The text without white space and invisible characters around it. */
  String trimmed() {
    int[] points = text.codePoints().toArray();
    int start = 0;
    int end = points.length;
    while (start < end && isPadding(points[start])) {
      start++;
    }
    while (end > start && isPadding(points[end - 1])) {
      end--;
    }
    return new String(points, start, end - start);
  }

  String shown() {
    return setting.isSecret() ? "(secret)" : quoted(text);
  }

  /** One short line, whatever the text: a message must not be forged by a name or a value. */
  static String quoted(String text) {
    StringBuilder line = new StringBuilder("\"");
    text.codePoints()
        .limit(LONGEST_SHOWN)
        .forEach(c -> line.appendCodePoint(isUnusable(c) ? '?' : c));
    boolean cut = text.codePointCount(0, text.length()) > LONGEST_SHOWN;
    return line.append(cut ? "…\"" : "\"").toString();
  }

  // A database password belongs to somebody else: it may be empty or begin with a space.
  private boolean isFreeText() {
    return setting == Setting.DATABASE_PASSWORD;
  }

  private static boolean isPadding(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }

  // U+FFFD stands for bytes that were lost: many different secrets would become the same one.
  private static boolean isUnusable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> c == 0xFFFD;
    };
  }

  @Override
  public String toString() {
    return label();
  }
}
