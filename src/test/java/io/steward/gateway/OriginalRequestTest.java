package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginalRequestTest {
  private static String path(String target) {
    return OriginalRequest.of("GET", "a.example", target).path();
  }

  private static void assertRefused(String method, String authority, String target) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> OriginalRequest.of(method, authority, target))
        .matches(refusal -> refusal.type() == ProblemType.FORBIDDEN);
  }

  @Test
  void the_original_path_is_decoded_and_has_no_query() {
    assertThat(path("/caf%C3%A9/a%40b?q=/../%2e;x\\?")).isEqualTo("/café/a@b");
    assertThat(path("/?")).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?q", "*", "//api", "/api/../admin", "/api;x", "/%61pi", "/a\\b", "/ü"})
  void a_path_with_more_than_one_spelling_is_refused(String target) {
    assertRefused("GET", "a.example", target);
    assertRefused("GET", "a.example", target + "?q");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "get", "Get", "GET ", "GET,POST", "GET, POST", "G-T"})
  void an_unsupported_method_is_refused(String method) {
    assertRefused(method, "a.example", "/");
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, a.example",
    "A.Example:8443, a.example",
    "a.example., a.example",
    "192.0.2.7:80, 192.0.2.7",
    "[2001:db8::1]:443, [2001:db8::1]",
    "[2001:DB8:0:0:0::1], [2001:db8::1]",
    "XN--BCHER-KVA.example, xn--bcher-kva.example"
  })
  void a_host_has_one_spelling(String authority, String host) {
    assertThat(OriginalRequest.of("GET", authority, "/").host()).contains(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example, b.example",
        "a..example",
        ".a",
        "a/b",
        "a:b",
        "a b",
        "a@b",
        "a..",
        "[::1",
        "[a:b]",
        "[1::2::3]",
        "ü ü.example"
      })
  void a_malformed_host_is_refused(String authority) {
    assertRefused("GET", authority, "/");
  }

  @Test
  void the_original_host_is_optional() {
    assertThat(OriginalRequest.of("GET", "", "/").host()).isEmpty();
  }
}
