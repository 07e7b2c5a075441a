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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins can neither change anything nor use up a limit. */
final class ForeignPageIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final int AT_ONCE = 3;
  private static TestServer server;

  @BeforeAll
  static void start() {
    TestClients clients = new TestClients(Folders.fresh("foreign-page").resolve("clients"));
    clients.add("portal");
    Map<String, String> settings = new HashMap<>(clients.setting());
    settings.put("proxy.trusted", "127.0.0.1");
    settings.put("throttle", "on");
    settings.put("throttle.account", AT_ONCE + "/3600");
    settings.put("throttle.network", AT_ONCE + "/3600");
    settings.put("throttle.registration", AT_ONCE + "/3600");
    server = TestServer.start(DATABASE, settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ServerAnswer send(String path, String json, String... headers) {
    return new Http(server.url("")).json("POST", path, json, headers);
  }

  private static String[] from(String network, String... headers) {
    List<String> all = new ArrayList<>(List.of("X-Forwarded-For", network));
    all.addAll(List.of(headers));
    return all.toArray(String[]::new);
  }

  private static void assertRefused(ServerAnswer answer) {
    assertThat(answer.isProblem(403).member("type")).isEqualTo("urn:steward:problem:forbidden");
    assertThat(answer.member("detail"))
        .isEqualTo("Pages of other origins may not send this request.");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(answer.header("Vary")).isEqualTo("Accept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/user/create/",
        "/user/create",
        "/user/obtain_token/",
        "/user/refresh_token/",
        "/user/revoke_token/",
        "/user/verify_token/",
        "/oauth2/introspect/",
        "/oauth2/revoke/"
      })
  void foreign_pages_are_refused_at_every_endpoint_that_needs_no_token(String path) {
    for (String site : List.of("cross-site", "same-site")) {
      assertRefused(send(path, "{}", from("198.18.0.1", "Sec-Fetch-Site", site)));
    }
    for (String origin :
        List.of("https://evil.example", "null", server.url("").replace("http", "https"))) {
      assertRefused(send(path, "{}", from("198.18.0.1", "Origin", origin)));
    }
  }

  @Test
  void a_form_posted_by_a_foreign_page_registers_no_account() {
    ServerAnswer answer =
        new Http(server.url(""))
            .send(
                "POST",
                "/user/create/",
                "email=form@foreign.example&password=analytical+engine",
                from(
                    "198.18.0.2",
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "Origin",
                    "https://evil.example"));
    assertRefused(answer);
    assertThat(DATABASE.query("select email from users where email like '%@foreign.example'"))
        .isEmpty();
  }

  @Test
  void refused_requests_use_up_no_limit() {
    String email = TwoNodes.addUser(DATABASE);
    String wrong = "{\"email\":\"%s\",\"password\":\"not the password\"}".formatted(email);
    String[] foreign = from("198.18.0.3", "Sec-Fetch-Site", "cross-site");
    for (int i = 0; i < 2 * AT_ONCE; i++) {
      assertRefused(send("/user/obtain_token/", wrong, foreign));
      assertRefused(send("/user/create/", TokenPair.credentials("x@counted.example"), foreign));
      assertRefused(send("/oauth2/introspect/", "{}", foreign));
    }
    assertThat(DATABASE.query("select key from throttles where key like '%0003%'")).isEmpty();
    send("/user/obtain_token/", TokenPair.credentials(email), from("198.18.0.3")).is(200);
  }

  @Test
  void own_pages_and_other_programs_are_served() {
    String email = TwoNodes.addUser(DATABASE);
    String json = TokenPair.credentials(email);
    String from = "198.18.0.4";
    send("/user/obtain_token/", json, from(from)).is(200);
    for (String site : List.of("same-origin", "none")) {
      send("/user/obtain_token/", json, from(from, "Sec-Fetch-Site", site)).is(200);
    }
    send("/user/obtain_token/", json, from(from, "Origin", server.url(""))).is(200);
  }

  @Test
  void the_origin_is_compared_with_the_scheme_host_and_port_that_the_proxy_reports() {
    String json = TokenPair.credentials(TwoNodes.addUser(DATABASE));
    String[] standard = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "auth.example.com"};
    assertServed(json, "https://auth.example.com", standard);
    assertRefused(logIn(json, "http://auth.example.com", standard));
    assertRefused(logIn(json, "https://auth.example.com:8443", standard));
    assertRefused(logIn(json, server.url(""), standard));
    assertServed(
        json,
        "https://auth.example.com:8443",
        "X-Forwarded-Proto",
        "https",
        "X-Forwarded-Host",
        "auth.example.com:8443");
    assertServed(
        json,
        "https://auth.example.com:8443",
        "X-Forwarded-Proto",
        "https",
        "X-Forwarded-Host",
        "auth.example.com",
        "X-Forwarded-Port",
        "8443");
    assertServed(json, server.url("").replace("http", "https"), "X-Forwarded-Proto", "https");
  }

  private static ServerAnswer logIn(String json, String origin, String... forwarded) {
    List<String> headers = new ArrayList<>(List.of(forwarded));
    headers.addAll(List.of("Origin", origin));
    return send("/user/obtain_token/", json, from("198.18.0.5", headers.toArray(String[]::new)));
  }

  private static void assertServed(String json, String origin, String... forwarded) {
    logIn(json, origin, forwarded).is(200);
  }

  @Test
  void requests_with_an_access_token_and_reading_requests_are_not_concerned() {
    String email = TwoNodes.addUser(DATABASE);
    TokenPair pair =
        TokenPair.of(send("/user/obtain_token/", TokenPair.credentials(email), from("198.18.0.6")));
    Http http = new Http(server.url(""));
    http.json(
            "PATCH",
            "/user/update/",
            "{\"first_name\":\"Ada\"}",
            "Authorization",
            pair.bearer(),
            "Sec-Fetch-Site",
            "cross-site")
        .is(200);
    assertThat(http.get("/health/live", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(200);
  }
}
