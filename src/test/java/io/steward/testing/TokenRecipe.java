package io.steward.testing;

import io.steward.token.TokenForge;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A valid token, and changes to it. {@code -exp} removes a claim; {@code exp:now+5} or {@code
 * exp:"soon"} sets one. {@code header:…} and {@code payload:…} replace a part. {@code
 * mac:HmacSHA512} signs with another algorithm. {@code sig:…} replaces the signature with any text.
 */
final class TokenRecipe {
  private static final Pattern TIME = Pattern.compile("now([+-]\\d+)?");

  private final long now = Instant.now().getEpochSecond();
  private final Map<String, String> claims;
  private final Map<String, String> parts = new LinkedHashMap<>();

  TokenRecipe(Map<String, String> claims) {
    this.claims = new LinkedHashMap<>(claims);
    spoil("iat:now-10");
    spoil("nbf:now-10");
    spoil("exp:now+2990");
  }

  void set(String claim, String json) {
    claims.put(claim, json);
  }

  void spoil(String word) {
    if (word.startsWith("-")) {
      claims.remove(word.substring(1));
      return;
    }
    String name = word.substring(0, word.indexOf(':'));
    String value = word.substring(name.length() + 1);
    if (name.matches("header|payload|mac|sig")) {
      parts.put(name, value);
    } else {
      claims.put(name, TIME.matcher(value).replaceAll(time -> time(time.group(1))));
    }
  }

  private String time(String offset) {
    return Long.toString(now + (offset == null ? 0 : Long.parseLong(offset)));
  }

  String token() {
    String header = part("header").orElse(TokenForge.header());
    String payload = part("payload").orElse(TokenForge.base64url(TokenForge.json(claims)));
    String input = header + "." + payload;
    String algorithm = parts.getOrDefault("mac", "HmacSHA256");
    String signature = TokenForge.base64url(TokenForge.mac(algorithm, input));
    return input + "." + parts.getOrDefault("sig", signature);
  }

  private Optional<String> part(String name) {
    return Optional.ofNullable(parts.get(name))
        .map(text -> TokenForge.base64url(text.getBytes(StandardCharsets.UTF_8)));
  }
}
