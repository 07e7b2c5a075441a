package io.steward.benchmark;

import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.settings.jwt.JwtSettings;
import io.steward.settings.source.Secret;
import io.steward.testing.TestTokens;
import io.steward.token.Subject;
import io.steward.token.issue.RefreshTokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Tokens as Steward issues them, each for a different user and session. */
final class SampleTokens {
  static final JwtSettings SETTINGS =
      new JwtSettings(
          new Secret("Kj8-benchmark-only-Qw3rTz6uIoPa9sDfGhJkL0yXcVbN"),
          Optional.empty(),
          Optional.empty(),
          JwtAlgorithm.HS256,
          "steward",
          "steward",
          Duration.ofHours(1),
          Duration.ZERO,
          "Bearer");

  private SampleTokens() {}

  /** The key's bytes, for libraries that do not know Steward's settings. */
  static byte[] key() {
    return SETTINGS.secret().reveal().getBytes(StandardCharsets.UTF_8);
  }

  static String[] issue(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Subject(100_000 + i, "user" + i + "@example.com", "", Set.of("editors"), false))
        .map(
            subject ->
                TestTokens.issue(
                    SETTINGS, Clock.systemUTC(), subject, RefreshTokens.newSessionId()))
        .toArray(String[]::new);
  }
}
