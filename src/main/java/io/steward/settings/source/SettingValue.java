package io.steward.settings.source;

import java.util.Optional;
import java.util.regex.Pattern;

/** A setting's text from one source, and how to show it without revealing a secret. */
public record SettingValue(Setting setting, String text, String source) {
  private static final int LONGEST_SHOWN = 60;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[\\w.=:-]{1,100}}");

  /** A fault as one line with the setting and its source. */
  public String fault(String what) {
    return label() + " " + what;
  }

  public String label() {
    return setting.environmentName() + " (" + source + ")";
  }

  /** A fault that makes the text unusable for any setting. */
  Optional<String> complaint() {
    if (text.isBlank() && !isFreeText()) {
      return Optional.of("is empty: give it a value or remove it");
    }
    if (!isFreeText() && !text.equals(trimmed())) {
      return Optional.of("begins or ends with white space or a line break: remove it");
    }
    if (PLACEHOLDER.matcher(text).matches() && !isFreeText()) {
      return Optional.of("is a placeholder that was not replaced: define " + text);
    }
    if (text.codePoints().anyMatch(SettingValue::isUnusable)) {
      return Optional.of("contains a control or undecodable character: remove it");
    }
    return Optional.empty();
  }

  /** The text without white space and invisible characters around it. */
  public String trimmed() {
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

  /** The text as one short line, so that it cannot forge a message. */
  static String quoted(String text) {
    StringBuilder line = new StringBuilder("\"");
    text.codePoints()
        .limit(LONGEST_SHOWN)
        .forEach(c -> line.appendCodePoint(isUnusable(c) ? '?' : c));
    boolean cut = text.codePointCount(0, text.length()) > LONGEST_SHOWN;
    return line.append(cut ? "…\"" : "\"").toString();
  }

  // A password of another server may be any text: it may be empty or begin with a space.
  private boolean isFreeText() {
    return setting == Setting.DATABASE_PASSWORD || setting == Setting.MAIL_PASSWORD;
  }

  private static boolean isPadding(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }

  // U+FFFD replaces undecodable bytes, so many different secrets would become equal.
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
