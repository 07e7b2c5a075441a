package io.steward.login;

import java.time.Duration;

/** What a log-in gives (RFC 6749, 5.1), with the tutorial's names for user and token. */
public record TokenView(String name, String token, String tokenType, long expiresIn) {

  static TokenView bearer(String name, String token, Duration lifetime) {
    return new TokenView(name, token, "Bearer", lifetime.toSeconds());
  }
}
