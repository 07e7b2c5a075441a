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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/api/",
        "/api/v1.2/x~y-z_0",
        "/a:b@c/d,e=f+g&h!$'()*",
        "/.well-known/x",
        "/caf%C3%A9/%20x",
        "/%E2%82%AC",
        "/a%40b%26c%2C"
      })
  void a_path_in_its_one_spelling_is_taken_as_it_is(String path) {
    assertThat(path(path)).isEqualTo(path);
    assertThat(path(path + "?q=/../%2e;x\\")).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "api",
        "http://a.example/api",
        "//api",
        "/api//x",
        "/api//",
        "/./api",
        "/api/.",
        "/api/..",
        "/api/../admin",
        "/api/...",
        "/api./x",
        "/api%20",
        "/api%20/x",
        "/api;x",
        "/api;/x",
        "/api/..;/admin",
        "/a\\b",
        "/api#x",
        "/%61pi",
        "/api%2Fx",
        "/api%2fx",
        "/api/%2E%2E/admin",
        "/api/%2e%2e/admin",
        "/%5Cadmin",
        "/api%00",
        "/api%0A",
        "/api%7F",
        "/%C2%85",
        "/%252e",
        "/api%25",
        "/api%3Bx",
        "/api%3Fx",
        "/api%23x",
        "/caf%c3%a9",
        "/caf%E9",
        "/%C0%AE%C0%AE/admin",
        "/%ED%A0%80",
        "/%C3x%A9",
        "/api%",
        "/api%2",
        "/api%GG",
        "/api%u002e",
        "/café",
        "/a b",
        "/a\tb",
        "/a\nb",
        "/a\u0000b",
        "/a\"b",
        "/a<b",
        "/a|b",
        "/a{b}",
        "/a^b",
        "/[a]"
      })
  void a_path_that_can_be_read_in_two_ways_is_refused(String target) {
    assertRefused("GET", "a.example", target);
    assertRefused("GET", "a.example", target + "?q");
  }

  @Test
  void a_path_as_long_as_any_header_takes_no_stack() {
    String path = ("/" + "%20a".repeat(5_000)).repeat(20) + "x";
    assertThat(path(path)).isEqualTo(path);
    assertRefused("GET", "a.example", path + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "get", "Get", "GET ", "GET,POST", "GET, POST", "G-T"})
  void an_odd_method_is_refused(String method) {
    assertRefused(method, "a.example", "/");
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, a.example",
    "A.Example:8443, a.example",
    "a.example., a.example",
    "192.0.2.7:80, 192.0.2.7",
    "[2001:db8::1]:443, [2001:db8::1]"
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
        "ä.example"
      })
  void an_odd_host_is_refused(String authority) {
    assertRefused("GET", authority, "/");
  }

  @Test
  void a_host_may_be_unknown() {
    assertThat(OriginalRequest.of("GET", "", "/").host()).isEmpty();
  }
}
