package io.steward.token.key;

/** What a MAC protects. A MAC for one purpose is invalid for all others. */
public enum MacPurpose {
  REFRESH_TOKEN("refresh token"),
  BROWSER_SESSION("browser session"),
  /** An address to which Steward leads a browser after sign-in. */
  WAY_BACK("way back"),
  /** The passing of a session to a host of another domain. */
  HANDOFF("handoff");

  private final String label;

  MacPurpose(String label) {
    this.label = label;
  }

  /** What the key is derived from; never change it. */
  String label() {
    return label;
  }
}
