package io.steward.origin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request of a browser counts as foreign unless its page has our scheme, host and port. */
final class WebOriginTest {
  private static final WebOrigin OWN = new WebOrigin("https", "Auth.example.com", 443);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example.com",
        "https://auth.example.com:443",
        "HTTPS://AUTH.EXAMPLE.COM"
      })
  void the_own_origin_is_not_foreign_in_any_spelling(String origin) {
    assertThat(OWN.isForeign(List.of(), List.of(origin))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        " ",
        "http://auth.example.com",
        "http://auth.example.com:443",
        "https://auth.example.com:8443",
        "https://auth.example.com:99999",
        "https://auth.example.com.",
        "https://www.auth.example.com",
        "https://example.com",
        "https://evil.example/auth.example.com",
        "https://auth.example.com@evil.example",
        "https://auth.example.com/",
        "https://auth.example.com https://evil.example",
        "auth.example.com",
        "chrome-extension://auth.example.com",
        "file://"
      })
  void every_other_origin_is_foreign(String origin) {
    assertThat(OWN.isForeign(List.of(), List.of(origin))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http, localhost, 80, http://localhost",
    "http, localhost, 8080, http://localhost:8080",
    "https, localhost, 8443, https://localhost:8443",
    "http, [::1], 8080, http://[::1]:8080",
    "http, [2001:DB8:0:0:0:0:0:1], 80, http://[2001:db8::1]",
    "http, my_app.lan, 80, http://my_app.lan",
    "http, 127.0.0.1, 80, http://127.0.0.1"
  })
  void ports_and_ip_addresses_are_compared_by_value(
      String scheme, String host, int port, String origin) {
    assertThat(new WebOrigin(scheme, host, port).isForeign(List.of(), List.of(origin))).isFalse();
    assertThat(new WebOrigin(scheme, host, port + 1).isForeign(List.of(), List.of(origin)))
        .isTrue();
  }

  @Test
  void a_request_without_either_header_is_not_foreign() {
    assertThat(OWN.isForeign(List.of(), List.of())).isFalse();
  }

  @Test
  void one_foreign_origin_among_several_is_enough() {
    assertThat(
            OWN.isForeign(List.of(), List.of("https://auth.example.com", "https://evil.example")))
        .isTrue();
  }

  @Test
  void the_fetch_site_takes_precedence_over_the_origin() {
    List<String> own = List.of("https://auth.example.com");
    List<String> foreign = List.of("https://evil.example");
    assertThat(OWN.isForeign(List.of("same-origin"), foreign)).isFalse();
    assertThat(OWN.isForeign(List.of("none"), List.of("null"))).isFalse();
    for (String site : List.of("cross-site", "same-site", "", "Same-Origin", "unknown")) {
      assertThat(OWN.isForeign(List.of(site), own)).as(site).isTrue();
      assertThat(OWN.isForeign(List.of("same-origin", site), own)).as(site).isTrue();
    }
  }
}
