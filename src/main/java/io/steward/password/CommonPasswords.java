package io.steward.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;

/** Django's list of the most common passwords. */
final class CommonPasswords {
  // One string of 160 KB, searched in microseconds; a set would take ten times the memory.
  private final String lines;

  CommonPasswords() {
    try (InputStream list = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
      lines = "\n" + new String(Objects.requireNonNull(list).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean contains(String password) {
    String line = strip(password.toLowerCase(Locale.ROOT));
    return !line.isEmpty() && line.indexOf('\n') < 0 && lines.contains("\n" + line + "\n");
  }

  /** Python's {@code strip}, which removes no-break spaces too, unlike Java's. */
  private static String strip(String text) {
    int[] codePoints = text.codePoints().toArray();
    int start = 0;
    int end = codePoints.length;
    while (start < end && isSpace(codePoints[start])) {
      start++;
    }
    while (start < end && isSpace(codePoints[end - 1])) {
      end--;
    }
    return new String(codePoints, start, end - start);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }
}
