package io.steward.token;

/** The escapes in a JSON string (RFC 8259, 7). */
final class Escapes {
  private static final String LETTERS = "\"\\/bfnrt";
  private static final String CHARACTERS = "\"\\/\b\f\n\r\t";

  private Escapes() {}

  static String resolve(String text) {
    StringBuilder resolved = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        resolved.append(c);
      } else if (text.charAt(++i) == 'u') {
        resolved.append(unicode(text, i + 1));
        i += 4;
      } else {
        resolved.append(simple(text.charAt(i)));
      }
    }
    return resolved.toString();
  }

  private static char simple(char letter) {
    int index = LETTERS.indexOf(letter);
    if (index < 0) {
      throw JsonCursor.malformed();
    }
    return CHARACTERS.charAt(index);
  }

  private static char unicode(String text, int start) {
    int value = 0;
    for (int i = start; i < start + 4; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw JsonCursor.malformed();
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }
}
