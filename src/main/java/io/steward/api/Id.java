package io.steward.api;

import java.util.Optional;
import java.util.regex.Pattern;

/** Ids of rows in decimal digits, as clients and operators write them. */
public final class Id {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

  private Id() {}

  /** The id, from 0 to 9223372036854775807; empty if the text is no such number. */
  public static Optional<Long> of(String text) {
    try {
      return Optional.of(text)
          .filter(digits -> DIGITS.matcher(digits).matches())
          .map(Long::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
