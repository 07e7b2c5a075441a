package io.steward.token.ended;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A session id of 22 base64url characters as three numbers, which take less memory than text.
 *
 * @param first the first ten characters, six bits each
 * @param second the next ten characters
 * @param rest the last two characters
 */
record SessionId(long first, long second, int rest) {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final byte[] VALUES = new byte[128];
  private static final int LENGTH = 22;
  private static final int HALF = 10;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  /** Null if the text has another length or other characters. */
  static @Nullable SessionId of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** Null if the text has another length or other characters. */
  static @Nullable SessionId of(byte[] utf8, int start, int length) {
    if (length != LENGTH) {
      return null;
    }
    long first = number(utf8, start, HALF);
    long second = number(utf8, start + HALF, HALF);
    long rest = number(utf8, start + 2 * HALF, LENGTH - 2 * HALF);
    return (first | second | rest) < 0 ? null : new SessionId(first, second, (int) rest);
  }

  /** Negative if the text has other characters. */
  private static long number(byte[] utf8, int start, int length) {
    long number = 0;
    for (int i = start; i < start + length; i++) {
      int value = utf8[i] < 0 ? -1 : VALUES[utf8[i]];
      if (value < 0) {
        return -1;
      }
      number = (number << 6) | value;
    }
    return number;
  }

  String text() {
    StringBuilder text = new StringBuilder(LENGTH);
    append(text, first, HALF);
    append(text, second, HALF);
    append(text, rest, LENGTH - 2 * HALF);
    return text.toString();
  }

  private static void append(StringBuilder text, long number, int length) {
    for (int i = length - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt((int) (number >>> (6 * i)) & 63));
    }
  }

  /** A hash that spreads even ids that are not random. */
  long hash() {
    long hash = ((((first * MIX) ^ second) * MIX) ^ rest) * MIX;
    return hash ^ (hash >>> 29);
  }
}
