package io.steward.password.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steward.api.WhiteSpace;
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
    String line = WhiteSpace.strip(password.toLowerCase(Locale.ROOT));
    return !line.isEmpty() && line.indexOf('\n') < 0 && lines.contains("\n" + line + "\n");
  }
}
