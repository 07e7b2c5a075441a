package io.steward.origin.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.origin.Origin;
import io.steward.origin.forwarding.Forwarding.Forwarded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwardingTest {
  private static final String PEER = "10.0.0.1";
  private static final Forwarding FORWARDING =
      new Forwarding(Networks.parse(Set.of("10.0.0.0/8", "2001:db8::/32")).orElseThrow());

  private static Forwarded origin(Map<String, List<String>> headers) {
    return FORWARDING.read(PEER, name -> headers.getOrDefault(name, List.of()));
  }

  private static String behind(String header, String... values) {
    return origin(Map.of(header, List.of(values))).ip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7                              | 192.0.2.7",
        "192.0.2.7:4711                         | 192.0.2.7",
        "203.0.113.9, 192.0.2.7                 | 192.0.2.7",
        "203.0.113.9, 192.0.2.7, 10.1.1.1       | 192.0.2.7",
        "203.0.113.9, 192.0.2.7, 2001:db8::5    | 192.0.2.7",
        "10.2.2.2, 10.1.1.1                     | 10.2.2.2",
        "2a00:1450::7                           | 2a00:1450:0:0:0:0:0:7",
        "[2a00:1450::7]:443                     | 2a00:1450:0:0:0:0:0:7",
        "::ffff:192.0.2.7                       | 192.0.2.7",
        "192.0.2.7, unknown                     | 10.0.0.1",
        "192.0.2.7, evil.example, 10.1.1.1      | 10.1.1.1",
        "192.0.2.7,                             | 10.0.0.1",
        "192.0.2.7 203.0.113.9                  | 10.0.0.1",
        "0x7f.1                                 | 10.0.0.1",
        "192.0.2.007                            | 10.0.0.1",
      })
  void x_forwarded_for_is_read_from_the_right_up_to_the_first_untrusted_hop(
      String list, String client) {
    assertThat(behind("X-Forwarded-For", list)).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "for=192.0.2.7                                  | 192.0.2.7",
        "For=\"192.0.2.7:4711\";proto=https             | 192.0.2.7",
        "for=203.0.113.9, for=192.0.2.7, for=10.1.1.1   | 192.0.2.7",
        "for=\"[2a00:1450::7]:443\"                     | 2a00:1450:0:0:0:0:0:7",
        "for=192.0.2.7, for=_hidden                     | 10.0.0.1",
        "for=192.0.2.7, for=unknown                     | 10.0.0.1",
        "for=192.0.2.7, by=10.1.1.1                     | 10.0.0.1",
        "for=\"192.0.2.7, for=203.0.113.9\"             | 10.0.0.1",
        "for=\"203.0.113.9\\\", for=192.0.2.7           | 192.0.2.7",
        "for=192.0.2.7;for                              | 10.0.0.1",
      })
  void forwarded_is_read_from_the_right_up_to_the_first_untrusted_hop(String list, String client) {
    assertThat(behind("Forwarded", list)).isEqualTo(client);
  }

  @Test
  void several_forwarding_headers_count_as_one_list() {
    assertThat(behind("X-Forwarded-For", "203.0.113.9", "192.0.2.7, 10.1.1.1"))
        .isEqualTo("192.0.2.7");
  }

  @Test
  void a_client_cannot_forge_the_forwarding_header_that_its_proxy_does_not_use() {
    assertThat(
            origin(
                    Map.of(
                        "Forwarded", List.of("for=203.0.113.9"),
                        "X-Forwarded-For", List.of("192.0.2.7")))
                .ip())
        .isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\a", ",", "\"", "\";\"", "=", "for=\"a\"", " ", "[", "a.", "a:"})
  void a_long_forwarding_header_takes_little_time_and_stack(String piece) {
    String list = piece.repeat(100_000 / piece.length());
    for (String value : new String[] {list, "for=\"" + list + "\"", "for=" + list}) {
      assertThat(behind("Forwarded", value)).isEqualTo(PEER);
      assertThat(behind("X-Forwarded-For", value)).isEqualTo(PEER);
    }
  }

  @Test
  void only_a_limited_number_of_hops_is_read() {
    String list = "203.0.113.9, " + "10.1.1.1, ".repeat(400) + "10.1.1.2";
    assertThat(behind("X-Forwarded-For", list)).isEqualTo("10.1.1.1");
  }

  @Test
  void scheme_host_and_port_come_from_the_same_hop_as_the_client_address() {
    Forwarded nearest =
        origin(
            Map.of(
                "Forwarded",
                List.of(
                    "for=203.0.113.9;host=evil.example;proto=http",
                    "for=192.0.2.7;host=\"portal.example:8443\";proto=https, for=10.1.1.1;proto=http")));
    assertThat(nearest.scheme()).contains("https");
    assertThat(nearest.host()).contains("portal.example");
    assertThat(nearest.port()).contains(8443);
    Forwarded other =
        origin(
            Map.of(
                "X-Forwarded-For", List.of("192.0.2.7"),
                "X-Forwarded-Proto", List.of("http, HTTPS"),
                "X-Forwarded-Host", List.of("[2001:db8::1]"),
                "X-Forwarded-Port", List.of("444")));
    assertThat(other)
        .isEqualTo(
            new Forwarded(
                "192.0.2.7",
                Optional.of("https"),
                Optional.of("[2001:db8::1]"),
                Optional.of(444),
                ""));
  }

  @Test
  void scheme_host_and_port_are_used_without_a_client_address() {
    assertThat(
            origin(
                Map.of(
                    "X-Forwarded-Proto", List.of("https"),
                    "X-Forwarded-Host", List.of("my_app.lan"),
                    "X-Forwarded-Port", List.of("8443"))))
        .isEqualTo(
            new Forwarded(
                PEER, Optional.of("https"), Optional.of("my_app.lan"), Optional.of(8443), ""));
    assertThat(
            origin(
                    Map.of(
                        "X-Forwarded-Proto", List.of("https"),
                        "Forwarded", List.of("for=192.0.2.7;proto=http")))
                .scheme())
        .contains("http");
  }

  @ParameterizedTest
  @CsvSource({
    "/auth, /auth",
    "/auth/, /auth",
    "/a/b.c/~d_e-f, /a/b.c/~d_e-f",
    "'/evil, /auth', /auth",
    "/.well-known, /.well-known",
    "/, ''",
    "'', ''",
    "auth, ''",
    "//evil.example, ''",
    "/a//b, ''",
    "/.., ''",
    "/a/../b, ''",
    "/a/., ''",
    "/a?b, ''",
    "/a%2e, ''",
    "'/a b', ''",
    "/a\\b, ''",
    "https://evil.example/, ''",
  })
  void the_prefix_that_a_proxy_removed_is_used_if_it_is_a_plain_path(String sent, String used) {
    assertThat(origin(Map.of("X-Forwarded-Prefix", List.of(sent))).prefix()).isEqualTo(used);
    assertThat(
            origin(
                    Map.of(
                        "X-Forwarded-Prefix", List.of(sent),
                        "Forwarded", List.of("for=192.0.2.7")))
                .prefix())
        .isEqualTo(used);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil/path", "a b", "a\r\nb", "user@host", "host:99999999", "", "a:0"})
  void a_malformed_host_is_ignored(String host) {
    Forwarded origin =
        origin(
            Map.of(
                "X-Forwarded-For", List.of("192.0.2.7"),
                "X-Forwarded-Proto", List.of("javascript"),
                "X-Forwarded-Host", List.of(host),
                "X-Forwarded-Port", List.of("70000")));
    assertThat(origin.scheme()).isEmpty();
    assertThat(origin.port()).isEmpty();
    assertThat(origin.host()).isIn(Optional.empty(), Optional.of("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.255.0.1, true",
    "::ffff:10.0.0.1, true",
    "2001:db8:ffff::1, true",
    "11.0.0.1, false",
    "2001:db9::1, false",
    "fe80::1%eth0, false",
    "localhost, false",
    "'', false"
  })
  void only_a_listed_peer_is_trusted(String peer, boolean trusted) {
    assertThat(FORWARDING.isTrusted(peer)).isEqualTo(trusted);
  }

  @Test
  void without_listed_networks_no_peer_is_trusted() {
    assertThat(new Forwarding(Networks.parse(Set.of()).orElseThrow()).isTrusted("127.0.0.1"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "::/129", "10.0.0/8", "all", "10.0.0.0/", "/8", "1.2.3.4/x"})
  void a_malformed_network_is_refused(String text) {
    assertThat(Networks.parse(Set.of(text))).isEmpty();
  }

  @Test
  void ipv6_addresses_with_the_same_64_bit_prefix_count_as_one_network() {
    assertThat(new Origin("", "2a00:1450:1:2:a::1", "").network())
        .isEqualTo(new Origin("", "2a00:1450:1:2:b::2", "").network())
        .isNotEqualTo(new Origin("", "2a00:1450:1:3:a::1", "").network());
    assertThat(new Origin("", "192.0.2.7", "").network())
        .isNotEqualTo(new Origin("", "192.0.2.8", "").network());
  }
}
