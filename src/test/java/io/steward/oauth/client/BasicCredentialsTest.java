package io.steward.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BasicCredentialsTest {
  private static Optional<BasicCredentials> of(String... headers) {
    return BasicCredentials.of(Collections.enumeration(List.of(headers)));
  }

  private static String base64(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRead(String pair, String id, String secret) {
    BasicCredentials read = of("Basic " + base64(pair)).orElseThrow();
    assertThat(read.id()).isEqualTo(id);
    assertThat(read.secret().reveal()).isEqualTo(secret);
  }

  /** RFC 6749, 2.3.1 and appendix B. */
  @Test
  void id_and_secret_are_decoded_like_a_form() {
    assertRead("portal:abc-_123", "portal", "abc-_123");
    assertRead("a%3Ab:c%2Bd+e%25", "a:b", "c+d e%");
    assertRead("%C3%A9:", "é", "");
    assertRead("a:b:c", "a", "b:c");
    assertThat(of("bAsIc  " + base64("a:b"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Bearer YTpi",
        "Basic YTpi YTpi",
        "Basic *",
        "Basic Y",
        "Basic YWI=",
        "BasicYTpi",
        "Basic YTol"
      })
  void malformed_basic_credentials_are_ignored(String header) {
    assertThat(of(header)).isEmpty();
  }

  @Test
  void only_a_single_header_of_sensible_length_is_read() {
    assertThat(of()).isEmpty();
    assertThat(of("Basic YTpi", "Basic YTpi")).isEmpty();
    assertThat(of("Basic " + "YTpi".repeat(256))).isPresent();
    assertThat(of("Basic " + "YTpi".repeat(257))).isEmpty();
  }
}
