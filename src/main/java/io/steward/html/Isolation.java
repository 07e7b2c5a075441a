package io.steward.html;

import java.text.Bidi;
import java.util.regex.Pattern;

/** Keeps a value inside a text, such as a name, from turning the words around it (UAX #9). */
final class Isolation {
  private static final Pattern CONTROLS = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");
  private static final char FIRST_STRONG_ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';

  private Isolation() {}

  /** The same value; a string without controls, and isolated if it has right-to-left letters. */
  static Object of(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    // A control in the value could end the isolation.
    String plain = CONTROLS.matcher(text).replaceAll("");
    return Bidi.requiresBidi(plain.toCharArray(), 0, plain.length())
        ? FIRST_STRONG_ISOLATE + plain + POP_ISOLATE
        : plain;
  }
}
