package io.steward.settings.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JwtSettingsTest {
  private static Given given(String name, String value) {
    return Given.enough().environment(name, value);
  }

  @Test
  void a_secret_alone_is_enough() {
    JwtSettings jwt = Given.enough().settings().jwt();
    assertThat(jwt.secret().reveal()).isEqualTo(Given.SECRET);
    assertThat(jwt.algorithm()).isEqualTo(JwtAlgorithm.HS256);
    assertThat(jwt.issuer()).isEqualTo("steward");
    assertThat(jwt.audience()).isEqualTo("steward");
    assertThat(jwt.accessLifetime()).isEqualTo(Duration.ofMinutes(50));
    assertThat(jwt.leeway()).isZero();
    assertThat(jwt.headerPrefix()).isEqualTo("Bearer");
  }

  @Test
  void everything_can_be_set() {
    JwtSettings jwt =
        Given.enough()
            .environment("JWT_ISSUER", "https://id.example.org")
            .environment("JWT_AUDIENCE", "shop")
            .environment("JWT_ACCESS_LIFETIME", "86400")
            .environment("JWT_LEEWAY", "300")
            .environment("JWT_HEADER_PREFIX", "JWT")
            .settings()
            .jwt();
    assertThat(jwt.issuer()).isEqualTo("https://id.example.org");
    assertThat(jwt.audience()).isEqualTo("shop");
    assertThat(jwt.accessLifetime()).isEqualTo(Duration.ofDays(1));
    assertThat(jwt.leeway()).isEqualTo(Duration.ofMinutes(5));
    assertThat(jwt.headerPrefix()).isEqualTo("JWT");
  }

  @ParameterizedTest
  @CsvSource({"HS256,32", "HS384,48", "HS512,64"})
  void a_secret_needs_as_many_bytes_as_its_algorithm_demands(JwtAlgorithm algorithm, int bytes) {
    String enough = (Given.SECRET + "zyxwvutsrqponmlkjihgfedcba").substring(0, bytes);
    Given given = given("JWT_ALGORITHM", algorithm.name()).environment("JWT_SECRET", enough);
    assertThat(given.settings().jwt().algorithm()).isEqualTo(algorithm);
    assertThat(given.environment("JWT_SECRET", enough.substring(1)).faults())
        .containsExactly(
            String.format(
                Locale.ROOT,
                "STEWARD_JWT_SECRET (environment) is shorter than the %d bytes that %s needs: %s",
                bytes,
                algorithm,
                "make one with: openssl rand -base64 48"));
  }

  @Test
  void a_secret_is_measured_in_utf_8() {
    String text =
        "\u00e4\u00f6\u00fc\u00df\u00e9\u00e8\u00ea\u00e1\u00e0\u00e2\u00ed\u00f3\u00f4\u00fa\u00fb\u00f1";
    assertThat(given("JWT_SECRET", text).settings().jwt().secret().reveal()).isEqualTo(text);
  }

  @Test
  void a_missing_secret_is_a_fault() {
    assertThat(Given.enough().without("JWT_SECRET").faults())
        .containsExactly("STEWARD_JWT_SECRET is not set: make one with: openssl rand -base64 48");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void an_empty_secret_is_a_fault(String secret) {
    assertThat(given("JWT_SECRET", secret).faults())
        .containsExactly("STEWARD_JWT_SECRET (environment) is empty: give it a value or remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s\n", " %s", "%s\u00a0", "\u200b%s", "%s\r\n"})
  void white_space_around_a_secret_is_a_fault(String around) {
    assertThat(given("JWT_SECRET", around.formatted(Given.SECRET)).faults())
        .containsExactly(
            "STEWARD_JWT_SECRET (environment) begins or ends with white space or a line break:"
                + " remove it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"${jwt.secret}", "${steward.production.jwt.secret.value}", "${ENV=SECRET}"})
  void a_placeholder_that_was_not_replaced_is_a_fault(String placeholder) {
    assertThat(given("JWT_SECRET", placeholder).faults())
        .contains(
            "STEWARD_JWT_SECRET (environment) is a placeholder that was not replaced: define "
                + placeholder);
  }

  @Test
  void a_repetitive_secret_that_ends_with_a_line_break_has_two_faults() {
    assertThat(given("JWT_SECRET", "changeitchangeitchangeitchangeit\n").faults()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "hs256", "RS256", "HS1"})
  void only_three_algorithms_are_known(String algorithm) {
    assertThat(given("JWT_ALGORITHM", algorithm).faults())
        .containsExactly(
            "STEWARD_JWT_ALGORITHM (environment) must be HS256, HS384 or HS512, not \""
                + algorithm
                + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "JWT_ACCESS_LIFETIME,0",
    "JWT_ACCESS_LIFETIME,86401",
    "JWT_LEEWAY,301",
    "JWT_LEEWAY,1s"
  })
  void a_lifetime_must_be_whole_seconds_within_its_range(String name, String text) {
    assertThat(given(name, text).faults())
        .singleElement()
        .asString()
        .startsWith("STEWARD_" + name + " (environment) must be a whole number of seconds from ")
        .endsWith(", not \"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT_ISSUER", "JWT_AUDIENCE"})
  void an_issuer_or_audience_must_be_short_and_printable(String name) {
    assertThat(given(name, "").faults()).hasSize(1);
    assertThat(given(name, "a\tb").faults()).hasSize(1);
    assertThat(given(name, "a\u2028b").faults()).hasSize(1);
    assertThat(given(name, "a\uFFFDb").faults()).hasSize(1);
    assertThat(given(name, "a\ud800b").faults()).hasSize(1);
    assertThat(given(name, "a".repeat(256)).faults()).hasSize(1);
    assertThat(given(name, "a".repeat(255)).settings()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer:", "My Scheme", "B\u00e4r", "\"JWT\"", "a/b"})
  void a_header_prefix_must_have_the_token_syntax_of_rfc_9110(String prefix) {
    assertThat(given("JWT_HEADER_PREFIX", prefix).faults())
        .containsExactly(
            "STEWARD_JWT_HEADER_PREFIX (environment) must be a scheme name such as Bearer, not \""
                + prefix
                + "\"");
  }

  @Test
  void no_setting_switches_verification_off(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("f"), "steward.jwt.verify=false\nsteward.jwt.verify_expiration=false");
    Given everywhere =
        Given.enough()
            .property("jwt.verify", "false")
            .property("jwt.verify_expiration", "false")
            .file(file);
    assertThat(everywhere.faults())
        .containsExactlyInAnyOrder(
            "The system property \"steward.jwt.verify\" is not a setting: remove it",
            "The system property \"steward.jwt.verify_expiration\" is not a setting: remove it",
            "The file \""
                + file
                + "\", line 1, has the unknown key \"steward.jwt.verify\": remove it",
            "The file \""
                + file
                + "\", line 2, has the unknown key \"steward.jwt.verify_expiration\": remove it");
  }
}
