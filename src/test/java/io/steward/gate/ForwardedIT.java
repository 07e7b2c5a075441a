package io.steward.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The recorded IP address of a client, with and without a trusted proxy in between. */
final class ForwardedIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose
  private static final TestServer trusting =
      TestServer.start(DATABASE, Map.of("proxy.trusted", "127.0.0.1, 10.0.0.0/8"));

  @AutoClose
  private static final TestServer wary =
      TestServer.start(DATABASE, Map.of("proxy.trusted", "10.0.0.0/8"));

  /** Logs in with these headers; returns the IP address that was recorded. */
  private static String recorded(TestServer server, String... headers) {
    Http http = new Http(server.url(""));
    TokenPair.of(
        http.json(
            "POST",
            "/user/obtain_token/",
            TokenPair.credentials(TwoNodes.addUser(DATABASE)),
            headers));
    return DATABASE.query("select ip from sessions order by created_at desc limit 1").get(0);
  }

  @Test
  void behind_a_trusted_proxy_the_ip_address_of_the_client_is_recorded() {
    assertThat(recorded(trusting, "X-Forwarded-For", "203.0.113.9, 192.0.2.7, 10.1.1.1"))
        .isEqualTo("192.0.2.7");
    assertThat(recorded(trusting, "Forwarded", "for=203.0.113.9, for=192.0.2.7"))
        .isEqualTo("192.0.2.7");
  }

  @Test
  void forwarding_headers_of_an_untrusted_peer_are_ignored() {
    String[] headers = {
      "X-Forwarded-For", "192.0.2.7",
      "Forwarded", "for=192.0.2.7",
      "X-Real-IP", "192.0.2.7",
      "X-Request-Id", "chosen-by-the-client"
    };
    assertThat(recorded(wary, headers)).isEqualTo("127.0.0.1");
    assertThat(id(wary, "chosen-by-the-client")).isNotEqualTo("chosen-by-the-client");
  }

  private static String id(TestServer server, String given) {
    ServerAnswer answer =
        new Http(server.url("")).get("/health/live", "X-Request-Id", given).is(200);
    return answer.header("X-Request-Id");
  }

  @Test
  void the_request_id_of_a_trusted_proxy_is_used_if_it_is_safe_to_log() {
    assertThat(id(trusting, "proxy-4711.ab_c")).isEqualTo("proxy-4711.ab_c");
    for (String given : new String[] {"short", "x".repeat(65), "a b c d e f g", "\"quoted\"-id"}) {
      assertThat(id(trusting, given)).matches("[0-9a-f]{32}");
    }
  }
}
