package io.steward.settings.web;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How people get an account. */
public enum RegistrationMode {
  /** Anyone can register. */
  OPEN,
  /** Anyone can register, and log in after verifying the email address. */
  VERIFIED,
  /** Anyone can register, and log in after an administrator's approval. */
  APPROVED,
  /** People need an invitation. */
  INVITED,
  /** Only administrators and commands create accounts. */
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
    // The default does not matter: if the word is faulty, Steward does not start.
    return word.map(text -> valueOf(text.toUpperCase(Locale.ROOT))).orElse(CLOSED);
  }

  private static String words(String separator) {
    return Arrays.stream(values())
        .map(mode -> mode.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(separator));
  }
}
