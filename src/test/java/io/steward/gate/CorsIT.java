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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of allowed origins can use the API, and pages of other origins cannot. */
final class CorsIT {
  private static final String APP = "https://app.example.com";
  private static final String ALLOW = "Access-Control-Allow-Origin";
  private static final String LOG_IN = "/user/obtain_token/";
  private static final int AT_ONCE = 3;
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static TestServer server;
  private static Http http;

  @BeforeAll
  static void start() throws IOException {
    Path folder = Folders.fresh("cors");
    TestClients clients = new TestClients(folder.resolve("clients"));
    clients.add("portal");
    Map<String, String> settings = new HashMap<>(clients.setting());
    settings.put(
        "authz.rules", Files.writeString(folder.resolve("rules"), "* / public").toString());
    settings.put("proxy.trusted", "127.0.0.1");
    settings.put("throttle", "on");
    settings.put("throttle.registration", AT_ONCE + "/3600");
    settings.put(
        "cors.origins",
        "HTTPS://App.example.com:443, http://localhost:5173,https://bücher.example");
    server = TestServer.start(DATABASE, settings);
    http = new Http(server.url(""));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String[] from(String origin, String... headers) {
    List<String> all = new ArrayList<>(List.of("Origin", origin, "Sec-Fetch-Site", "cross-site"));
    all.addAll(List.of(headers));
    return all.toArray(String[]::new);
  }

  private static ServerAnswer preflight(String path, String origin, String... headers) {
    String[] all =
        Stream.concat(
                Stream.of(from(origin, headers)),
                Stream.of("Access-Control-Request-Method", "POST"))
            .toArray(String[]::new);
    return http.send("OPTIONS", path, "", all);
  }

  private static ServerAnswer assertReadable(ServerAnswer answer) {
    assertThat(answer.headers().allValues(ALLOW)).containsExactly(APP);
    assertThat(answer.headers().allValues("Vary")).containsExactly("Accept, Origin");
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .isEqualTo("Allow, Link, Retry-After, WWW-Authenticate, X-Request-Id");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    return answer;
  }

  private static void assertUnreadable(ServerAnswer answer) {
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }

  @Test
  void a_page_of_an_allowed_origin_registers_logs_in_reads_refreshes_and_logs_out() {
    String json = TokenPair.credentials("page@cors.example");
    String[] page = from(APP, "X-Forwarded-For", "198.18.1.1");
    assertReadable(http.post("/user/create/", json, page).is(201));
    TokenPair pair = TokenPair.of(assertReadable(http.post(LOG_IN, json, page).is(200)));
    String[] bearer = from(APP, "Authorization", pair.bearer());
    assertReadable(http.get("/user/update/", bearer).is(200));
    assertReadable(http.json("PATCH", "/user/update/", "{\"first_name\":\"Ada\"}", bearer).is(200));
    String refresh = "{\"refresh_token\":\"" + pair.refresh() + "\"}";
    pair = TokenPair.of(assertReadable(http.post("/user/refresh_token/", refresh, page).is(200)));
    String[] fresh = from(APP, "Authorization", pair.bearer());
    assertReadable(http.send("POST", "/user/revoke_token/", "", fresh).is(204));
  }

  @ParameterizedTest
  @ValueSource(strings = {APP, "http://localhost:5173", "https://xn--bcher-kva.example"})
  void every_origin_of_the_list_is_allowed_in_the_spelling_of_browsers(String origin) {
    assertThat(preflight(LOG_IN, origin).is(204).header(ALLOW)).isEqualTo(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com.evil",
        "https://app.example.com.evil.example",
        "https://evil-app.example.com",
        "https://x.app.example.com",
        "https://example.com",
        "https://app.example.com:444",
        "https://app.example.com:443",
        "https://app.example.com/",
        "https://app.example.com.",
        "http://app.example.com",
        "HTTPS://APP.EXAMPLE.COM",
        "https://App.example.com",
        "https://app.example.com,https://app.example.com",
        "https://app.example.com https://evil.example",
        "https://bücher.example",
        "http://localhost",
        "http://127.0.0.1:5173",
        "null",
        "*"
      })
  void an_origin_that_only_resembles_an_allowed_one_is_refused(String origin) {
    assertForeign(from(origin, "X-Forwarded-For", "198.18.1.2"));
  }

  private static void assertForeign(String... page) {
    String json = TokenPair.credentials("nobody@cors.example");
    for (String path : List.of(LOG_IN, "/user/create/", "/user/refresh_token/")) {
      ServerAnswer answer = http.post(path, json, page).isProblem(403);
      assertThat(answer.member("detail"))
          .isEqualTo("Pages of other origins may not send this request.");
      assertThat(answer.header("Vary")).isEqualTo("Accept, Origin");
      assertUnreadable(answer);
    }
    List<String> asking = new ArrayList<>(List.of(page));
    asking.addAll(List.of("Access-Control-Request-Method", "POST"));
    assertUnreadable(http.send("OPTIONS", LOG_IN, "", asking.toArray(String[]::new)));
    assertUnreadable(http.get("/user/update/", page).is(401));
  }

  @Test
  void two_origins_in_one_request_are_refused() {
    assertForeign(from(APP, "Origin", APP));
    assertForeign(from(APP, "Origin", "https://evil.example"));
    assertForeign("Sec-Fetch-Site", "cross-site");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/user/create/ | POST, OPTIONS",
        "/user/obtain_token | POST, OPTIONS",
        "/user/update/ | GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
        "/user/sessions/ | GET, HEAD, OPTIONS",
        "/user/sessions/abc/ | DELETE, OPTIONS"
      })
  void a_preflight_is_answered_without_a_token_with_the_methods_that_exist(
      String path, String methods) {
    ServerAnswer answer = assertReadable(preflight(path, APP).is(204));
    assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo(methods);
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .isEqualTo("Authorization, Content-Type");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void preflights_use_up_no_limit_and_a_page_can_read_when_to_retry() {
    String json = TokenPair.credentials("often@cors.example");
    String[] page = from(APP, "X-Forwarded-For", "198.18.1.3");
    for (int i = 0; i < 2 * AT_ONCE; i++) {
      preflight("/user/create/", APP, "X-Forwarded-For", "198.18.1.3").is(204);
    }
    for (int i = 0; i < AT_ONCE; i++) {
      http.post("/user/create/", json.replace("often", "often" + i), page).is(201);
    }
    ServerAnswer refused = assertReadable(http.post("/user/create/", json, page).isProblem(429));
    assertThat(refused.header("Retry-After")).isNotEmpty();
  }

  @Test
  void a_page_of_an_allowed_origin_can_read_every_problem() {
    assertReadable(http.get("/user/update/", from(APP)).isProblem(401));
    assertReadable(
        http.get("/user/update/", from(APP, "Authorization", "Bearer x.y.z")).isProblem(401));
    String unknown = TokenPair.credentials("unknown@cors.example");
    assertReadable(http.post(LOG_IN, unknown, from(APP)).isProblem(403));
    assertReadable(http.post(LOG_IN, "{", from(APP)).isProblem(400));
    assertReadable(http.post(LOG_IN, " ".repeat(70_000), from(APP)).isProblem(413));
    assertReadable(http.get("/user/unknown/", from(APP)).isProblem(404));
    assertReadable(http.send("DELETE", LOG_IN, "", from(APP)).isProblem(405));
    assertReadable(http.get("/user/update/", from(APP, "Accept", "nonsense")));
    assertThat(
            http.raw(
                "POST /user/obtain_token/ HTTP/1.1\r\nHost: x\r\nOrigin: "
                    + APP
                    + "\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n"))
        .startsWith("HTTP/1.1 413")
        .contains("\r\n" + ALLOW + ": " + APP + "\r\n", "\r\nVary: Accept, Origin\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain;charset=UTF-8",
        "application/jsonp"
      })
  void even_a_page_of_an_allowed_origin_can_post_no_form(String type) {
    String form = "email=form@cors.example&password=analytical+engine";
    ServerAnswer answer =
        assertReadable(
            http.send("POST", "/user/create/", form, from(APP, "Content-Type", type))
                .isProblem(403));
    assertThat(answer.member("detail")).isEqualTo("Pages of other origins may send only JSON.");
    assertThat(DATABASE.query("select id from users where email like 'form@cors%'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/health/live",
        "/health/ready",
        "/authz/nginx",
        "/authz/forward",
        "/revocations",
        "/oauth2/introspect",
        "/oauth2/revoke",
        "/.well-known/oauth-authorization-server",
        "/user",
        "/users/x"
      })
  void endpoints_for_programs_are_closed_to_pages_of_allowed_origins(String path) {
    for (ServerAnswer answer :
        List.of(
            http.get(path, from(APP)), http.post(path, "{}", from(APP)), preflight(path, APP))) {
      assertUnreadable(answer);
      assertThat(answer.header("Vary")).isEqualTo("Accept");
    }
  }

  @Test
  void a_request_without_an_origin_gets_no_permission_but_its_answer_depends_on_the_origin() {
    String json = TokenPair.credentials(TwoNodes.addUser(DATABASE));
    ServerAnswer answer = http.post(LOG_IN, json).is(200);
    assertThat(answer.header("Vary")).isEqualTo("Accept, Origin");
    assertUnreadable(answer);
  }

  @Test
  void a_prefix_that_the_proxy_has_removed_does_not_matter() {
    String[] page = from(APP, "X-Forwarded-For", "198.18.1.4", "X-Forwarded-Prefix", "/auth");
    assertReadable(http.get("/user/update/", page).isProblem(401));
    assertUnreadable(http.get("/health/live", page));
  }
}
