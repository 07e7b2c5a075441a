package io.steward.token.key;

/**
 * The types of token that Steward both signs and verifies. Each type has its own {@code typ} (RFC
 * 8725, 3.11) and its own key, so a token of one type is never valid as another.
 */
public enum TokenType {
  /** RFC 9068. */
  ACCESS("at+jwt"),
  /** The cookie that only the endpoints for proxies accept. */
  PORTAL("steward-portal+jwt");

  private final String header;

  TokenType(String header) {
    this.header = header;
  }

  /** The header parameter {@code typ}. */
  public String header() {
    return header;
  }
}
