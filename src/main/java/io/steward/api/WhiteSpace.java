package io.steward.api;

/** White space as defined by Python's {@code str.strip}, which includes no-break spaces. */
public final class WhiteSpace {
  private WhiteSpace() {}

  /** Removes surrounding white space. */
  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
