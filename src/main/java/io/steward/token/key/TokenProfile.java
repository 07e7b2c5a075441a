package io.steward.token.key;

import io.steward.settings.jwt.JwtSettings;
import java.time.Duration;

/**
 * What all tokens of one kind have in common.
 *
 * @param lifetime the longest lifetime, in whole seconds
 * @param leeway how far clocks may differ, in whole seconds
 * @param longest the greatest length that is issued, in characters
 */
public record TokenProfile(
    TokenType type,
    String issuer,
    String audience,
    Duration lifetime,
    Duration leeway,
    int longest) {
  /** The longest token that is verified, in characters. */
  public static final int MAX_LENGTH = 4096;

  /** Browsers keep cookies of at most 4096 bytes, including the name and the attributes. */
  private static final int LONGEST_COOKIE = 3_800;

  /** The access tokens. */
  public static TokenProfile access(JwtSettings settings) {
    return new TokenProfile(
        TokenType.ACCESS,
        settings.issuer(),
        settings.audience(),
        settings.accessLifetime(),
        settings.leeway(),
        MAX_LENGTH);
  }

  /**
   * The tokens in the cookies of portals.
   *
   * @param audience the domain or host for which a cookie is set
   */
  public static TokenProfile portal(JwtSettings settings, String audience, Duration lifetime) {
    return new TokenProfile(
        TokenType.PORTAL, settings.issuer(), audience, lifetime, settings.leeway(), LONGEST_COOKIE);
  }
}
