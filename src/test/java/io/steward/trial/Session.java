package io.steward.trial;

/** A session and its acknowledged changes. */
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

  /** A request got no answer, so its change may or may not have been made. */
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

  /**
   * The server ended the session. It had answered a refresh, but the answer was lost, and the
   * client repeated the refresh only after the grace period. So the server treated it as a replay.
   */
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
