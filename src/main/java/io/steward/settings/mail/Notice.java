package io.steward.settings.mail;

import java.util.Locale;

/** A message that only informs the owner of an account about an event. */
public enum Notice {
  PASSWORD_CHANGED,
  ADDRESS_CHANGED,
  NEW_LOGIN,
  RESET_REPEATED,
  DEACTIVATED,
  SESSIONS_REVOKED;

  /** The word in the setting, such as {@code new_login}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
