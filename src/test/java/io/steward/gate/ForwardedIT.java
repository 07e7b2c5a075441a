package io.steward.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The recorded IP address of a client, with and without a trusted proxy in between. */
final class ForwardedIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final TestClients CLIENTS =
      new TestClients(Folders.fresh("forwarded").resolve("clients"));

  static {
    CLIENTS.add("portal");
  }

  @AutoClose private static final TestServer trusting = trusting("127.0.0.1, 10.0.0.0/8");
  @AutoClose private static final TestServer wary = trusting("10.0.0.0/8");

  private static TestServer trusting(String proxies) {
    Map<String, String> settings = new HashMap<>(CLIENTS.setting());
    settings.put("proxy.trusted", proxies);
    return TestServer.start(DATABASE, settings);
  }

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

  private static String endpoint(TestServer server, String... headers) {
    String metadata = "/.well-known/oauth-authorization-server";
    String body = new Http(server.url("")).get(metadata, headers).is(200).body();
    return body.replaceFirst("(?s).*\"revocation_endpoint\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void links_lead_through_the_trusted_proxy() {
    String host = trusting.url("").substring("http://".length());
    assertThat(endpoint(trusting, "X-Forwarded-Proto", "https"))
        .isEqualTo("https://" + host + "/oauth2/revoke");
    assertThat(endpoint(trusting, "X-Forwarded-Prefix", "/auth"))
        .isEqualTo("http://" + host + "/auth/oauth2/revoke");
    assertThat(
            endpoint(
                trusting,
                "X-Forwarded-For",
                "192.0.2.7",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "portal.example:8443",
                "X-Forwarded-Prefix",
                "/id/"))
        .isEqualTo("https://portal.example:8443/id/oauth2/revoke");
    assertThat(endpoint(wary, "X-Forwarded-Proto", "https", "X-Forwarded-Prefix", "/auth"))
        .isEqualTo(wary.url("/oauth2/revoke"));
  }

  @Test
  void every_endpoint_answers_behind_a_prefix() {
    Http http = new Http(trusting.url(""));
    String[] prefix = {"X-Forwarded-Prefix", "/auth"};
    http.json("POST", "/user/verify_token/", "{\"token\":\"x\"}", prefix).isProblem(400);
    http.get("/health/live", prefix).is(200);
    http.get("/", prefix).is(200);
    http.get("/auth/health/live", prefix).is(404);
  }
}
