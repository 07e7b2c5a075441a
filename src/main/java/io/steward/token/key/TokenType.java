package io.steward.token.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

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

  /** The type that a token claims to have, for messages: anyone can write such a header. */
  public static Optional<TokenType> claimed(String token) {
    int end = token.indexOf('.');
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, end)));
      String json = new String(decoded, StandardCharsets.UTF_8);
      return Arrays.stream(values())
          .filter(type -> json.contains('"' + type.header + '"'))
          .findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
