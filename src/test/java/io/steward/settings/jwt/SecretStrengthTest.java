package io.steward.settings.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretStrengthTest {
  private static List<String> faults(String secret) {
    return SecretStrength.faults(secret, JwtAlgorithm.HS256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-string-secret-at-least-256-bits-long",
        "A-String-Secret-At-Least-256-Bits-Long",
        "django-insecure-8#kd02!mzx7^1qwe@rtyuiopasdfghjkl",
        "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"
      })
  void a_key_from_published_examples_is_refused(String secret) {
    assertThat(faults(secret)).containsExactly("is a well-known secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"changeit", "secret", "password", "your-256-bit-secret", "changeme"})
  void a_short_well_known_key_is_reported_as_short_and_as_well_known(String secret) {
    assertThat(faults(secret))
        .containsExactly("is a well-known secret", "is shorter than the 32 bytes that HS256 needs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secretsecretsecretsecretsecretsecretsec",
        "0123456789abcdef0123456789abcdef",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void a_repeated_short_text_is_refused(String secret) {
    assertThat(faults(secret)).containsExactly("is a short text repeated");
  }

  @Test
  void a_repeated_text_is_refused_up_to_24_characters_and_accepted_from_25() {
    String text = "kT9vXq2LmZr7WbNc4HsYd8Fp";
    assertThat(faults(text + text)).containsExactly("is a short text repeated");
    assertThat(faults(text + "!" + text)).isEmpty();
  }

  @Test
  void fewer_than_eight_different_characters_are_refused() {
    assertThat(faults("abcdefgabdcefgbacdefgcabdefgfedcba"))
        .containsExactly("has fewer than 8 different characters");
    assertThat(faults("abcdefghabdcefgbacdefgcabdefgfedcba")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Given.SECRET,
        "7d1f0c3b9e8a46525f7b20d4c6e8a1937d2f4b6c8e0a1c3d5f7e9b1a3c5d7f90",
        "nC0h5uO9mPzQ1vRkY3w8T2sXbJ4aLgFdKe6iUoWqHtE="
      })
  void a_random_key_is_accepted(String secret) {
    assertThat(faults(secret)).isEmpty();
  }
}
