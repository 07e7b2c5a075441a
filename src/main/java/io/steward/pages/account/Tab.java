package io.steward.pages.account;

import java.util.Locale;

/** The pages of the account, in the order of the navigation. */
public enum Tab {
  PROFILE(""),
  EMAIL("email/"),
  PASSWORD("password/"),
  SESSIONS("sessions/"),
  ACTIVITY("activity/"),
  DELETE("delete/");

  private final String folder;

  Tab(String folder) {
    this.folder = folder;
  }

  public String path() {
    return "/account/" + folder;
  }

  /** The key of the page's name. */
  public String key() {
    return "account.tab." + name().toLowerCase(Locale.ROOT);
  }

  /** Whether what the page does cannot be undone. */
  public boolean isFinal() {
    return this == DELETE;
  }
}
