package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The responses to proxies, and to untrusted peers that pose as a proxy. */
final class ForwardAuthIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String RULES =
      """
      GET,HEAD /public/ public
      intra.example.com * /hosted authenticated
      * /api authenticated
      * /staff group:staff
      POST /users permission:users.add_user
      """;

  private static Path rules;
  @AutoClose private static TestServer server;
  @AutoClose private static TestServer wary;
  @AutoClose private static TestServer without;
  @AutoClose private static TestServer signing;
  private static Caller caller;

  @BeforeAll
  static void start() throws IOException {
    rules = Files.writeString(Folders.fresh("forward-auth").resolve("rules.txt"), RULES);
    server = start("127.0.0.1", rules.toString());
    wary = start("10.0.0.0/8", rules.toString());
    without = start("127.0.0.1", "");
    signing =
        TestServer.start(
            DATABASE,
            Map.of(
                "proxy.trusted",
                "127.0.0.1",
                "authz.rules",
                rules.toString(),
                "authz.identity_token",
                "on"));
    caller = new Caller(server);
  }

  private static TestServer start(String trusted, String rules) {
    return TestServer.start(DATABASE, Map.of("proxy.trusted", trusted, "authz.rules", rules));
  }

  private static Visitor visitor() {
    return Visitor.arrive(DATABASE, caller);
  }

  /** Sends each of the headers as a separate line. */
  private static Answer ask(Caller caller, String line, String... headers) {
    return caller.raw(
        line
            + " HTTP/1.1\r\nHost: steward.example\r\nConnection: close\r\n"
            + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining())
            + "\r\n");
  }

  private static Answer nginx(String method, String uri, String... more) {
    return original("nginx", method, uri, more);
  }

  private static Answer original(String proxy, String method, String uri, String... more) {
    String[] headers = new String[more.length + 2];
    headers[0] = "X-Original-Method: " + method;
    headers[1] = "X-Original-URI: " + uri;
    System.arraycopy(more, 0, headers, 2, more.length);
    return ask(caller, "GET /authz/" + proxy, headers);
  }

  private static String bearer(Pair pair) {
    return "Authorization: Bearer " + pair.access();
  }

  private static void assertNobody(Answer answer) {
    assertThat(answer.header("Remote-User")).isEmpty();
    assertThat(answer.header("Remote-Email")).isEmpty();
    assertThat(answer.header("Remote-Name")).isEmpty();
    assertThat(answer.header("Remote-Groups")).isEmpty();
  }

  private static void assertRefused(Answer answer, int status) {
    answer.assertProblem(status, Map.of()).assertDiscreet();
    assertNobody(answer);
  }

  @Test
  void many_denied_requests_of_a_network_make_one_record_a_minute() {
    String query = "select detail from audit where event = 'access-denied' and ip = '%s'";
    String ofOne = query.formatted("192.0.2.99");
    String ofOther = query.formatted("198.51.100.99");
    String from = "X-Forwarded-For: 192.0.2.99";
    assertRefused(nginx("GET", "/api", from), 401);
    assertRefused(nginx("GET", "/nowhere", from), 403);
    Await.until("the record", PATIENCE, () -> !DATABASE.query(ofOne).isEmpty());
    for (int i = 0; i < 20; i++) {
      assertRefused(nginx("GET", "/nowhere", from), 403);
    }
    // All records that are due are written together.
    assertRefused(nginx("GET", "/nowhere", "X-Forwarded-For: 198.51.100.99"), 403);
    Await.until("the other record", PATIENCE, () -> !DATABASE.query(ofOther).isEmpty());
    assertThat(DATABASE.query(ofOne)).containsExactly("GET /nowhere");
  }

  @Test
  void the_longest_identity_fits_into_a_response() {
    Visitor ada = visitor();
    ada.set("first_name = repeat('\uD83D\uDE00', 150), last_name = repeat('\uD83D\uDE00', 150)");
    ada.join("\uD83D\uDE00".repeat(149) + "1");
    ada.join("\uD83D\uDE00".repeat(149) + "2");
    Answer answer =
        ask(
            new Caller(signing),
            "GET /authz/nginx",
            "X-Original-Method: GET",
            "X-Original-URI: /api",
            "X-Original-Host: portal.example",
            bearer(ada.logIn()));
    answer.assertStatus(200);
    String sent = answer.header("Remote-Name") + answer.header("Remote-Groups");
    assertThat(sent + answer.header("Remote-Token")).hasSizeGreaterThan(9_000);
  }

  @Test
  void a_valid_token_yields_the_headers_of_its_user() {
    Visitor ada = visitor();
    ada.join("staff");
    ada.join("Łódź, all");
    Pair pair = ada.logIn();
    for (Answer answer :
        List.of(
            nginx("PUT", "/api/x?y=/../z", bearer(pair)),
            original("haproxy", "PUT", "/api/x", bearer(pair)),
            ask(
                caller,
                "GET /authz/forward/",
                "X-Forwarded-Method: PUT",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: portal.example.com",
                "X-Forwarded-Uri: /api/x?y",
                "X-Forwarded-For: 192.0.2.7",
                bearer(pair)))) {
      answer.assertStatus(200).assertDiscreet();
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("Remote-User")).isEqualTo(ada.id());
      assertThat(answer.header("Remote-Email")).isEqualTo(ada.email());
      assertThat(answer.header("Remote-Email-Verified")).isEqualTo("false");
      assertThat(answer.header("Remote-Name")).isEqualTo("Ada Lovelace");
      assertThat(answer.header("Remote-Groups")).isEqualTo("staff,%C5%81%C3%B3d%C5%BA%2C all");
    }
  }

  @Test
  void a_refreshed_token_yields_the_name_of_its_user() {
    Visitor ada = visitor();
    Pair pair = ada.refreshed(ada.logIn());
    assertThat(nginx("GET", "/api", bearer(pair)).assertStatus(200).header("Remote-Name"))
        .isEqualTo("Ada Lovelace");
  }

  @Test
  void a_request_without_a_valid_token_gets_401_with_a_challenge() {
    Answer none = nginx("GET", "/api/x");
    assertRefused(none, 401);
    assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
    Answer bad = nginx("GET", "/api/x", "Authorization: Bearer x.y.z");
    assertRefused(bad, 401);
    assertThat(bad.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    String good = bearer(visitor().logIn());
    assertRefused(nginx("GET", "/api/x", good, good), 401);
  }

  @Test
  void a_member_of_a_group_may_use_the_paths_of_the_group() {
    Visitor ada = visitor();
    assertRefused(nginx("GET", "/staff", bearer(ada.logIn())), 403);
    ada.join("staff");
    nginx("GET", "/staff", bearer(ada.logIn())).assertStatus(200);
  }

  @Test
  void a_new_permission_takes_effect_shortly_after() {
    Visitor ada = visitor();
    Visitor boss = visitor();
    Pair pair = ada.logIn();
    Pair bosses = boss.logIn();
    assertRefused(nginx("POST", "/users", bearer(pair)), 403);
    boss.set("is_superuser = true");
    DATABASE.execute(
        "insert into user_permissions select %s, id from permissions where code = 'users.add_user'"
            .formatted(ada.id()));
    Await.until(
        "the permission is granted",
        PATIENCE,
        () -> nginx("POST", "/users", bearer(pair)).status() == 200);
    nginx("POST", "/users", bearer(bosses)).assertStatus(200);
    DATABASE.execute("delete from user_permissions where user_id = " + ada.id());
    Await.until(
        "the permission is removed",
        PATIENCE,
        () -> nginx("POST", "/users", bearer(pair)).status() == 403);
  }

  @Test
  void a_permission_that_an_administrator_changes_takes_effect_within_a_second() {
    Visitor ada = visitor();
    Pair pair = ada.logIn();
    for (int i = 0; i < 3; i++) {
      DATABASE.execute(
          """
          update rights set version = version + 1;
          insert into user_permissions select %s, id from permissions where code = 'users.add_user'
          """
              .formatted(ada.id()));
      Await.until(
          "the permission is granted",
          KNOWN,
          () -> nginx("POST", "/users", bearer(pair)).status() == 200);
      DATABASE.execute(
          """
          update rights set version = version + 1;
          delete from user_permissions where user_id = %s
          """
              .formatted(ada.id()));
      Await.until(
          "the permission is removed",
          KNOWN,
          () -> nginx("POST", "/users", bearer(pair)).status() == 403);
    }
  }

  @Test
  void a_public_path_is_anonymous_unless_a_valid_token_identifies_the_caller() {
    Pair pair = visitor().logIn();
    for (String sent : List.of("X: y", "Authorization: Bearer x", "Remote-User: 1")) {
      Answer open = nginx("GET", "/public/x", sent).assertStatus(200);
      assertNobody(open);
      assertThat(open.body()).isEmpty();
    }
    assertThat(nginx("GET", "/public/x", bearer(pair)).header("Remote-User")).isNotEmpty();
    assertRefused(nginx("POST", "/public/x", bearer(pair)), 403);
  }

  @Test
  void a_proxy_gets_401_for_a_token_of_an_ended_session() {
    Visitor ada = visitor();
    Pair pair = ada.logIn();
    nginx("GET", "/api", bearer(pair)).assertStatus(200);
    ada.logOut(pair);
    assertRefused(nginx("GET", "/api", bearer(pair)), 401);
  }

  @Test
  void a_rule_for_a_host_applies_only_to_that_host() {
    String good = bearer(visitor().logIn());
    nginx("GET", "/hosted", good, "X-Original-Host: Intra.Example.com:8443").assertStatus(200);
    assertRefused(nginx("GET", "/hosted", good, "X-Original-Host: other.example.com"), 403);
    assertRefused(nginx("GET", "/hosted", good), 403);
  }

  @Test
  void a_peer_that_is_not_a_trusted_proxy_gets_404() {
    String good = bearer(visitor().logIn());
    Caller stranger = new Caller(wary);
    for (String door : List.of("nginx", "haproxy", "forward")) {
      for (String uri : List.of("/public/x", "/api")) {
        assertRefused(
            ask(
                stranger,
                "GET /authz/" + door,
                "X-Original-Method: GET",
                "X-Original-URI: " + uri,
                "X-Forwarded-Method: GET",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: portal.example.com",
                "X-Forwarded-Uri: " + uri,
                "X-Forwarded-For: 10.0.0.1",
                good),
            403);
      }
    }
  }

  @Test
  void without_rules_the_proxy_endpoints_do_not_exist() {
    for (String door : List.of("nginx", "haproxy", "forward")) {
      assertRefused(new Caller(without).get("/authz/" + door), 404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Original-Method", "X-Original-URI", "X-Original-Host"})
  void a_repeated_header_is_refused(String name) {
    for (String door : List.of("nginx", "haproxy")) {
      for (String value : List.of("GET", "/public/x", "portal.example.com")) {
        assertThat(
                original(
                        door,
                        "GET",
                        "/public/x",
                        "X-Original-Host: portal.example.com",
                        name + ": " + value)
                    .status())
            .isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Method: GET",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: portal.example.com",
        "X-Forwarded-Uri: /public/x"
      })
  void each_required_header_must_be_sent_exactly_once(String header) {
    List<String> all =
        List.of(
            "X-Forwarded-Method: GET",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: portal.example.com",
            "X-Forwarded-Uri: /public/x");
    ask(caller, "GET /authz/forward", all.toArray(String[]::new)).assertStatus(200);
    List<String> less = all.stream().filter(h -> !h.equals(header)).toList();
    String name = header.substring(0, header.indexOf(':') + 1);
    for (List<String> sent : List.of(less, with(all, header), with(less, name))) {
      assertRefused(ask(caller, "GET /authz/forward", sent.toArray(String[]::new)), 403);
    }
  }

  private static List<String> with(List<String> headers, String another) {
    return Stream.concat(headers.stream(), Stream.of(another)).toList();
  }

  @Test
  void headers_of_another_kind_of_proxy_are_ignored() {
    assertRefused(
        ask(
            caller,
            "GET /authz/nginx",
            "X-Forwarded-Method: GET",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: portal.example.com",
            "X-Forwarded-Uri: /public/x"),
        403);
    assertRefused(
        ask(caller, "GET /authz/forward", "X-Original-Method: GET", "X-Original-URI: /public/x"),
        403);
    assertRefused(
        ask(caller, "GET /authz/nginx", "X_Original_Method: GET", "X_Original_URI: /public/x"),
        403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public/../api",
        "/public/..;/api",
        "/public//x",
        "//public/x",
        "/public/%2e%2e/api",
        "/public%2Fx",
        "/%70ublic/x",
        "/public/x;y",
        "/public\\..\\api",
        "/PUBLIC/x",
        "/publicx",
        "http://portal.example.com/public/x",
        "public/x",
        "*"
      })
  void an_original_path_in_an_ambiguous_spelling_is_refused(String uri) {
    assertRefused(nginx("GET", uri, bearer(visitor().logIn())), 403);
  }

  @Test
  void the_proxy_endpoints_accept_only_get_and_head() {
    String[] headers = {"X-Original-Method: GET", "X-Original-URI: /public/x"};
    Answer head =
        caller.send(
            "HEAD",
            "/authz/nginx",
            Map.of("X-Original-Method", "GET", "X-Original-URI", "/public/x"),
            new byte[0]);
    head.assertStatus(200);
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "BREW")) {
      Answer answer = ask(caller, method + " /authz/nginx", headers);
      assertRefused(answer, 405);
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }
  }

  @Test
  void a_body_sent_to_a_proxy_endpoint_is_ignored() {
    Answer answer =
        caller.send(
            "GET",
            "/authz/nginx",
            Map.of("X-Original-Method", "GET", "X-Original-URI", "/public/x"),
            "{\"any\": \"thing".getBytes(StandardCharsets.UTF_8));
    answer.assertStatus(200);
  }

  @Test
  void an_identity_token_is_sent_if_the_setting_is_on() {
    Caller signer = new Caller(signing);
    String[] headers = {
      "X-Original-Method: GET",
      "X-Original-URI: /api",
      bearer(visitor().logIn()),
      "X-Original-Host: Portal.example.com:8443"
    };
    String token = ask(signer, "GET /authz/nginx", headers).header("Remote-Token");
    assertThat(new Pair(token, "").claims()).containsEntry("aud", "portal.example.com");
    signer.account(token).assertStatus(401);
    assertRefused(nginx("GET", "/api", "Authorization: Bearer " + token), 401);
    assertThat(ask(caller, "GET /authz/nginx", headers).header("Remote-Token")).isEmpty();
    headers[3] = "X: y";
    assertThat(ask(signer, "GET /authz/nginx", headers).assertStatus(200).header("Remote-Token"))
        .isEmpty();
    headers[1] = "X-Original-URI: /public/x";
    headers[2] = "X: y";
    assertThat(ask(signer, "GET /authz/nginx", headers).assertStatus(200).header("Remote-Token"))
        .isEmpty();
  }

  @Test
  void changed_rules_apply_without_a_restart() throws IOException {
    assertRefused(nginx("GET", "/later"), 403);
    try {
      Files.writeString(rules, RULES + "GET /later public\n");
      Await.until("the new rule is in use", PATIENCE, () -> nginx("GET", "/later").status() == 200);
    } finally {
      Files.writeString(rules, RULES);
    }
    Await.until(
        "the former rules are in use", PATIENCE, () -> nginx("GET", "/later").status() == 403);
  }
}
