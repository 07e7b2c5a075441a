package io.steward.settings.web;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a stranger gets an account. */
public enum RegistrationMode {
  /** Anyone registers. */
  OPEN,
  /** Anyone registers, and logs in after verifying the email address. */
  VERIFIED,
  /** Anyone registers, and logs in after an administrator's approval. */
  APPROVED,
  /** Only by an invitation. */
  INVITED,
  /** Not at all. */
  CLOSED;

  /** Whether anyone may register. */
  public boolean admitsStrangers() {
    return this != INVITED && this != CLOSED;
  }

  /** Whether invitations can be sent and accepted. */
  public boolean admitsInvited() {
    return this != CLOSED;
  }

  static RegistrationMode read(SettingReader reader) {
    Optional<String> word =
        reader.text(
            Setting.REGISTRATION, Pattern.compile(words("|")), "must be one of " + words(", "));
    // If the word is faulty, Steward does not start.
    return word.map(text -> valueOf(text.toUpperCase(Locale.ROOT))).orElse(CLOSED);
  }

  private static String words(String separator) {
    return Arrays.stream(values())
        .map(mode -> mode.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(separator));
  }
}
