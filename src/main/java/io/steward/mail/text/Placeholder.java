package io.steward.mail.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values that every text may use. */
enum Placeholder {
  /** The name of the organisation. */
  BRAND,
  /** The full name of the reader, or the address. */
  NAME,
  /** The address of the reader. */
  EMAIL,
  /** The link; empty in messages without one. */
  LINK,
  /** How long the link works, in words. */
  LIFETIME,
  DAYS,
  HOURS,
  MINUTES,
  /** The IP address that caused the message. */
  ADDRESS,
  /** The program that caused the message. */
  DEVICE,
  /** When the message was caused. */
  TIME,
  /** When the account becomes active again; empty in other messages. */
  UNTIL;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Placeholder> of(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }

  /** All of them, as in a text. */
  static String list() {
    return Arrays.stream(values())
        .map(value -> "{" + value.word() + "}")
        .collect(Collectors.joining(", "));
  }
}
