package io.steward.trial;

/** A log-in and its acknowledged changes. */
final class Session {
  private final String firstAccess;
  private String access;
  private String refresh;
  private boolean isLoggedOut;
  private boolean isInDoubt;
  private boolean isEnded;

  Session(Node.Answer tokens) {
    this.firstAccess = tokens.member("token");
    this.access = firstAccess;
    this.refresh = tokens.member("refresh_token");
  }

  void rotate(Node.Answer tokens) {
    access = tokens.member("token");
    refresh = tokens.member("refresh_token");
    isInDoubt = false;
  }

  /** Something was asked and not answered: it may have been done. */
  void doubt() {
    isInDoubt = true;
  }

  boolean isInDoubt() {
    return isInDoubt;
  }

  void logOut() {
    isLoggedOut = true;
    isInDoubt = false;
  }

  boolean isLoggedOut() {
    return isLoggedOut;
  }

  /** Its last answer came too late for the grace, so that the next request was taken for a copy. */
  void end() {
    isEnded = true;
  }

  boolean isEnded() {
    return isEnded;
  }

  String firstAccess() {
    return firstAccess;
  }

  String access() {
    return access;
  }

  String refreshAsJson() {
    return "{\"refresh_token\":\"" + refresh + "\"}";
  }
}
