package io.steward.settings.jwt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Detects keys that can be guessed: anyone with one token can try keys offline, without limit (RFC
 * 8725, 3.5).
 */
final class SecretStrength {
  private static final int LONGEST_PERIOD = 24;
  private static final int FEWEST_CHARACTERS = 8;

  // From examples of frameworks, tutorials and token tools, and from lists of leaked keys.
  private static final Set<String> WELL_KNOWN =
      Set.of(
          "secret",
          "password",
          "changeit",
          "changeme",
          "change-me",
          "change_me",
          "change-this-secret",
          "changethis",
          "default",
          "admin",
          "test",
          "steward",
          "jwt-secret",
          "jwt_secret",
          "jwtsecret",
          "jwtsecretkey",
          "jwt-secret-key",
          "jwt_secret_key",
          "my-secret",
          "mysecret",
          "mysecretkey",
          "my-secret-key",
          "my_secret_key",
          "my-super-secret-key",
          "supersecret",
          "super-secret",
          "super-secret-key",
          "supersecretkey",
          "secretkey",
          "secret-key",
          "secret_key",
          "secret123",
          "your-secret",
          "your-secret-key",
          "your_secret_key",
          "your-secret-key-here",
          "your_jwt_secret",
          "your-jwt-secret",
          "your-256-bit-secret",
          "your-384-bit-secret",
          "your-512-bit-secret",
          "a-string-secret-at-least-256-bits-long",
          "a-valid-string-secret-that-is-at-least-384-bits-long",
          "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
          "my-32-character-ultra-secure-and-ultra-long-secret",
          "please-change-this-secret-before-production",
          "this-is-a-very-long-secret-key-for-jwt-signing",
          "thisisasecretkeythatshouldbechangedinproduction",
          "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
          "404e635266556a586e3272357538782f413f4428472b4b6250645367566b5970",
          "abcdefghijklmnopqrstuvwxyz0123456789",
          "abcdefghijklmnopqrstuvwxyz012345",
          "abcdefghijklmnopqrstuvwxyz123456",
          "0123456789abcdefghijklmnopqrstuvwxyz",
          "correct horse battery staple");

  private SecretStrength() {}

  /** The faults of a key; each begins with a verb and shows no part of the key. */
  static List<String> faults(String secret, JwtAlgorithm algorithm) {
    List<String> faults = new ArrayList<>();
    guess(secret).ifPresent(faults::add);
    if (secret.getBytes(StandardCharsets.UTF_8).length < algorithm.minimumKeyBytes()) {
      faults.add(
          String.format(
              Locale.ROOT,
              "is shorter than the %d bytes that %s needs",
              algorithm.minimumKeyBytes(),
              algorithm));
    }
    return faults;
  }

  private static Optional<String> guess(String secret) {
    if (isWellKnown(secret)) {
      return Optional.of("is a well-known secret");
    }
    if (isRepeated(secret.codePoints().toArray())) {
      return Optional.of("is a short text repeated");
    }
    if (secret.codePoints().distinct().count() < FEWEST_CHARACTERS) {
      return Optional.of("has fewer than " + FEWEST_CHARACTERS + " different characters");
    }
    return Optional.empty();
  }

  private static boolean isWellKnown(String secret) {
    String plain = secret.toLowerCase(Locale.ROOT);
    return WELL_KNOWN.contains(plain) || plain.startsWith("django-insecure-");
  }

  private static boolean isRepeated(int[] points) {
    for (int period = 1; period <= LONGEST_PERIOD && period < points.length; period++) {
      if (hasPeriod(points, period)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPeriod(int[] points, int period) {
    for (int i = period; i < points.length; i++) {
      if (points[i] != points[i - period]) {
        return false;
      }
    }
    return true;
  }
}
