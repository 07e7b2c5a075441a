package io.steward.mail.text;

import java.util.regex.Pattern;

/** Makes foreign text harmless in a header, a line of text, or HTML. */
final class Clean {
  // Also the characters that turn the direction of the text after them.
  private static final Pattern CONTROL =
      Pattern.compile(
          "[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+");

  private Clean() {}

  /** The text in one line. */
  static String line(String text) {
    return CONTROL.matcher(text).replaceAll(" ").strip();
  }

  /** The text in HTML, also within an attribute. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
