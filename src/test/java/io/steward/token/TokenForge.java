package io.steward.token;

import io.steward.settings.Settings;
import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.key.TokenType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens of any shape with the server's own key, as an attacker who stole the key could. */
public final class TokenForge {
  public static final long NOW = 1_800_000_000;
  public static final Subject ADA =
      new Subject(7, "ada@golden.example", "Ada Lovelace", Set.of("staff", "editors"), false);

  private TokenForge() {}

  public static JwtSettings settings() {
    return settings(Map.of());
  }

  public static JwtSettings settings(Map<String, String> further) {
    Settings settings = TestServer.settings("jdbc:postgresql://127.0.0.1/none", further);
    return settings.jwt();
  }

  /**
   * Claims that are accepted at {@link #NOW}. Maps names to JSON values, in the order of issued
   * tokens.
   */
  public static Map<String, String> claims() {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("iss", "\"steward\"");
    claims.put("sub", "\"7\"");
    claims.put("aud", "\"steward\"");
    claims.put("iat", Long.toString(NOW));
    claims.put("nbf", Long.toString(NOW));
    claims.put("exp", Long.toString(NOW + 3000));
    claims.put("jti", "\"PyRR_HFiCPr1foizfwaY7g\"");
    claims.put("sid", "\"qEnhbOLf8cXkElRJnsPIlw\"");
    claims.put("groups", "[\"editors\",\"staff\"]");
    claims.put("user_id", "7");
    claims.put("username", "\"ada@golden.example\"");
    claims.put("email", "\"ada@golden.example\"");
    claims.put("email_verified", "false");
    claims.put("name", "\"Ada Lovelace\"");
    return claims;
  }

  public static String json(Map<String, String> claims) {
    return claims.entrySet().stream()
        .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The header of tokens that Steward issues, in base64url. */
  public static String header() {
    return TestTokens.keys(settings(), Clock.systemUTC())
        .signing()
        .tokens(TokenType.ACCESS)
        .header();
  }

  /** A correctly signed token with Steward's header and that payload. */
  public static String token(String payload) {
    return token(payload.getBytes(StandardCharsets.UTF_8));
  }

  static String token(byte[] payload) {
    return signed(header() + "." + base64url(payload));
  }

  /** The signing input, followed by its correct signature. */
  public static String signed(String input) {
    return input + "." + base64url(mac("HmacSHA256", input));
  }

  public static byte[] mac(String algorithm, String input) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(TestServer.SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(input.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public static String base64url(String text) {
    return base64url(text.getBytes(StandardCharsets.UTF_8));
  }
}
