package io.steward.token;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A strict parser for one JSON text (RFC 8259) that does not copy the text. Merely setting up a
 * library's parser would take longer than the MAC. Faults are {@link TokenFault#MALFORMED}.
 */
final class JsonCursor {
  /** The result of {@link #integer} for a value that is not a non-negative integer. */
  static final long NO_INTEGER = -1;

  private static final int MAX_DEPTH = 32;
  // Eighteen digits always fit into a long.
  private static final int MAX_DIGITS = 18;

  private final byte[] json;
  private int at;

  JsonCursor(byte[] utf8) {
    json = utf8;
  }

  /** The next byte that is not white space; zero at the end. */
  byte peek() {
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
    return at < json.length ? json[at] : 0;
  }

  boolean take(char c) {
    boolean found = peek() == c;
    at += found ? 1 : 0;
    return found;
  }

  void expect(char c) {
    if (!take(c)) {
      throw malformed();
    }
  }

  void expectEnd() {
    peek();
    if (at < json.length) {
      throw malformed();
    }
  }

  /** Takes the next string if it equals this text and contains no escapes. */
  boolean takeText(byte[] ascii) {
    boolean starts = peek() == '"';
    int end = at + 1 + ascii.length;
    boolean found =
        starts
            && end < json.length
            && json[end] == '"'
            && Arrays.equals(json, at + 1, end, ascii, 0, ascii.length);
    at = found ? end + 1 : at;
    return found;
  }

  /** Takes a string. */
  String text() {
    expect('"');
    int start = at;
    while (at < json.length && json[at] >= ' ' && json[at] != '"' && json[at] != '\\') {
      at++;
    }
    if (at < json.length && json[at] == '"') {
      return new String(json, start, at++ - start, StandardCharsets.ISO_8859_1);
    }
    return unescaped(start);
  }

  /** Takes a string that contains an escape or a character outside ASCII. */
  private String unescaped(int start) {
    while (at < json.length && json[at] != '"') {
      if (json[at] >= 0 && json[at] < ' ') {
        throw malformed();
      }
      at += json[at] == '\\' ? 2 : 1;
    }
    if (at >= json.length) {
      throw malformed();
    }
    return Escapes.resolve(decoded(start, at++));
  }

  private String decoded(int start, int end) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(json, start, end - start);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  /** Takes a non-negative integer; {@link #NO_INTEGER} for other values. */
  long integer() {
    byte first = peek();
    if (first != '-' && !isDigit(first)) {
      skip();
      return NO_INTEGER;
    }
    int start = at;
    skipNumber();
    long value = 0;
    for (int i = start; i < at; i++) {
      if (!isDigit(json[i]) || i - start >= MAX_DIGITS) {
        return NO_INTEGER;
      }
      value = value * 10 + json[i] - '0';
    }
    return value;
  }

  /** Takes a value of any type; returns whether it is {@code true}. */
  boolean isTrue() {
    boolean found = peek() == 't';
    skip();
    return found;
  }

  /** Skips a value of any type; a later version of Steward may write claims of any type. */
  void skip() {
    skip(0);
  }

  private void skip(int depth) {
    switch (peek()) {
      case '"' -> text();
      case '[' -> skipArray(depth);
      case '{' -> skipObject(depth);
      case 't' -> skipLiteral("true");
      case 'f' -> skipLiteral("false");
      case 'n' -> skipLiteral("null");
      default -> skipNumber();
    }
  }

  private void skipArray(int depth) {
    expect('[');
    if (depth == MAX_DEPTH) {
      throw malformed();
    }
    if (!take(']')) {
      do {
        skip(depth + 1);
      } while (take(','));
      expect(']');
    }
  }

  private void skipObject(int depth) {
    expect('{');
    if (depth == MAX_DEPTH) {
      throw malformed();
    }
    Set<String> names = new HashSet<>();
    if (!take('}')) {
      do {
        if (!names.add(text())) {
          throw malformed();
        }
        expect(':');
        skip(depth + 1);
      } while (take(','));
      expect('}');
    }
  }

  private void skipLiteral(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      if (at >= json.length || json[at++] != literal.charAt(i)) {
        throw malformed();
      }
    }
  }

  private void skipNumber() {
    takeOne('-');
    if (!takeOne('0')) {
      skipDigits();
    }
    if (takeOne('.')) {
      skipDigits();
    }
    if (takeOne('e') || takeOne('E')) {
      if (!takeOne('+')) {
        takeOne('-');
      }
      skipDigits();
    }
  }

  private boolean takeOne(char c) {
    boolean found = at < json.length && json[at] == c;
    at += found ? 1 : 0;
    return found;
  }

  private void skipDigits() {
    int start = at;
    while (at < json.length && isDigit(json[at])) {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  static InvalidTokenException malformed() {
    return new InvalidTokenException(TokenFault.MALFORMED);
  }
}
