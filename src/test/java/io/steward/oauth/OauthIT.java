package io.steward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.oauth.client.ClientFile;
import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import io.steward.token.Subject;
import io.steward.token.issue.RefreshTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Introspection, revocation and metadata for configured clients. All others are refused. */
final class OauthIT {
  private static final String ISSUER = "https://id.golden.example";
  private static final String INTROSPECT = "/oauth2/introspect";
  private static final String REVOKE = "/oauth2/revoke";
  private static final String METADATA = "/.well-known/oauth-authorization-server";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Map<String, Object> INACTIVE = Map.of("active", false);
  private static final int WRONG_AT_ONCE = 20;
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final TestClients clients =
      new TestClients(Folders.fresh("oauth").resolve("clients"));
  private static final String secret = clients.add("portal");
  private static final String basic = TestClients.basic("portal", secret);
  @AutoClose private static TestServer server;
  private static Caller caller;

  private Visitor ada;
  private Pair pair;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(clients.setting());
    settings.put("proxy.trusted", "127.0.0.1");
    settings.put("throttle", "on");
    settings.put("throttle.network", WRONG_AT_ONCE + "/3600");
    settings.put("jwt.issuer", ISSUER);
    server = TestServer.start(DATABASE, settings);
    caller = new Caller(server);
  }

  @BeforeEach
  void log_in() {
    ada = Visitor.arrive(DATABASE, caller);
    ada.join("editors");
    ada.join("staff");
    pair = ada.logIn();
  }

  private static Answer form(String path, String authorization, String form) {
    return caller.send(
        "POST",
        path,
        Map.of("Authorization", authorization, "Content-Type", "application/x-www-form-urlencoded"),
        form.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer ask(String path, String token) {
    String value = URLEncoder.encode(token, StandardCharsets.UTF_8);
    return form(path, basic, "token_type_hint=access_token&token=" + value);
  }

  private static Map<String, Object> introspected(String token) {
    return ask(INTROSPECT, token).assertDiscreet().assertStatus(200).json();
  }

  private static void assertInactive(String token) {
    assertThat(introspected(token)).isEqualTo(INACTIVE);
  }

  @Test
  void introspection_reports_a_valid_access_token_and_its_user() {
    Map<String, Object> told = introspected(pair.access());
    assertThat(told)
        .containsEntry("active", true)
        .containsEntry("token_type", "Bearer")
        .containsEntry("sub", ada.id())
        .containsEntry("username", ada.email())
        .containsEntry("email", ada.email())
        .containsEntry("email_verified", false)
        .containsEntry("groups", List.of("editors", "staff"));
    for (String claim : List.of("iss", "aud", "exp", "iat", "nbf", "jti")) {
      assertThat(told).containsEntry(claim, pair.claims().get(claim));
    }
    assertThat(told).hasSize(13);
  }

  @Test
  void introspection_reports_the_current_data_of_the_user() {
    ada.leave("staff");
    ada.set("email = 'moved-" + ada.id() + "@golden.example'");
    assertThat(introspected(pair.access()))
        .containsEntry("groups", List.of("editors"))
        .containsEntry("email", "moved-" + ada.id() + "@golden.example");
  }

  /** After a restore, a new user may get the id of a user whose tokens still exist. */
  @Test
  void a_token_that_is_older_than_its_user_is_inactive() {
    String old =
        TestTokens.issue(
            TestServer.settings(DATABASE.url(), Map.of("jwt.issuer", ISSUER)).jwt(),
            Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1)),
            new Subject(Long.parseLong(ada.id()), ada.email(), "", Set.of(), false),
            RefreshTokens.newSessionId());
    ada.set("date_joined = now() - interval '1 hour'");
    assertThat(introspected(old)).containsEntry("active", true);
    ada.set("date_joined = now() - interval '5 seconds'");
    assertInactive(old);
    assertThat(introspected(pair.access())).containsEntry("active", true);
    ada.set("date_joined = now() + interval '1 hour'");
    assertThat(introspected(pair.access())).containsEntry("active", true);
  }

  @Test
  void a_refresh_token_has_its_own_type_and_is_active_until_it_is_used() {
    assertThat(introspected(pair.refresh()))
        .containsEntry("active", true)
        .containsEntry("token_type", "refresh_token")
        .containsEntry("sub", ada.id())
        .containsEntry("email_verified", false)
        .containsEntry("groups", List.of("editors", "staff"))
        .containsKeys("iss", "aud", "iat", "exp")
        .doesNotContainKeys("jti", "nbf");
    Pair next = ada.refreshed(pair);
    assertInactive(pair.refresh());
    assertThat(introspected(next.refresh())).containsEntry("active", true);
    // Introspection does not use the token up.
    ada.refreshed(next);
  }

  @Test
  void a_refresh_token_past_its_idle_life_is_inactive() {
    ada.later(90_000);
    assertInactive(pair.refresh());
  }

  @Test
  void after_a_log_out_access_and_refresh_token_are_inactive() {
    ada.logOut(pair).assertStatus(204);
    assertInactive(pair.access());
    assertInactive(pair.refresh());
  }

  @Test
  void tokens_of_an_inactive_user_are_inactive() {
    ada.set("is_active = false");
    assertInactive(pair.access());
    assertInactive(pair.refresh());
    ada.set("is_active = true");
    assertThat(introspected(pair.access())).containsEntry("active", true);
  }

  @Test
  void tokens_of_a_deleted_user_are_inactive() {
    DATABASE.execute("delete from users where id = " + ada.id());
    assertInactive(pair.access());
    assertInactive(pair.refresh());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "a.b.c",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void a_token_not_issued_by_steward_is_inactive(String token) {
    assertInactive(token);
    assertInactive(pair.access() + token);
  }

  @Test
  void a_revoked_access_token_ends_its_session() {
    assertThat(ask(REVOKE, pair.access()).assertDiscreet().assertStatus(200).body()).isEmpty();
    assertThat(ada.read(pair).status()).isEqualTo(401);
    assertThat(ada.refresh(pair).status()).isEqualTo(401);
    ask(REVOKE, pair.access()).assertStatus(200);
    assertAudited(pair);
  }

  @Test
  void a_revoked_refresh_token_ends_its_session() {
    Pair other = ada.logIn();
    ask(REVOKE, pair.refresh()).assertStatus(200);
    assertThat(ada.read(pair).status()).isEqualTo(401);
    assertThat(ada.refresh(pair).status()).isEqualTo(401);
    assertThat(ada.read(other).status()).isEqualTo(200);
    assertAudited(pair);
  }

  private void assertAudited(Pair ended) {
    assertThat(
            DATABASE.query(
                "select concat_ws(' ', user_id, detail) from audit where event = 'logged-out'"
                    + " and session_id = '%s'".formatted(ended.sessionId())))
        .containsExactly(ada.id() + " client portal");
  }

  @Test
  void revoking_an_unknown_token_succeeds() {
    ask(REVOKE, "a.b.c").assertStatus(200);
    ask(REVOKE, "x").assertStatus(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {INTROSPECT, REVOKE})
  void a_request_without_a_token_gets_an_oauth_error(String path) {
    for (String form : List.of("", "token=", "token_type_hint=access_token")) {
      form(path, basic, form)
          .assertDiscreet()
          .assertProblem(400, oauth("invalid_request", "The member token is missing."));
    }
    form(path, basic, "token=a&token=b").assertStatus(400);
  }

  /** RFC 6749, 5.2. */
  private static Map<String, String> oauth(String error, String description) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("error", error);
    members.put("error_description", description);
    return members;
  }

  @ParameterizedTest
  @ValueSource(strings = {INTROSPECT, REVOKE})
  void introspection_and_revocation_require_the_secret_of_a_client(String path) {
    List<String> wrong =
        List.of(
            TestClients.basic("portal", secret.substring(1) + "x"),
            TestClients.basic("nobody", secret),
            TestClients.basic("", ""),
            Caller.bearer(pair.access()).get("Authorization"),
            "Basic");
    for (String authorization : wrong) {
      assertNoClient(form(path, authorization, "token=" + pair.access()));
    }
    assertNoClient(caller.post(path, "{\"token\":\"x\",\"client_id\":\"portal\"}"));
    assertThat(ada.read(pair).status()).isEqualTo(200);
  }

  private static void assertNoClient(Answer answer) {
    answer
        .assertDiscreet()
        .assertProblem(401, oauth("invalid_client", "Client authentication failed."));
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo("Basic realm=\"clients\", charset=\"UTF-8\"");
  }

  @Test
  void a_clients_secret_gives_no_access_to_accounts() {
    Answer answer =
        caller.send("GET", "/user/update/", Map.of("Authorization", basic), new byte[0]);
    answer.assertProblem(401, Map.of());
  }

  @Test
  void only_clients_learn_the_allowed_methods() {
    assertNoClient(caller.get(INTROSPECT));
    Answer told = caller.send("GET", INTROSPECT, Map.of("Authorization", basic), new byte[0]);
    told.assertProblem(405, Map.of());
    assertThat(told.header("Allow")).isEqualTo("POST");
  }

  @Test
  void guessing_client_secrets_is_throttled_without_locking_out_clients() {
    String guess = TestClients.basic("portal", "guess");
    for (int i = 0; i < WRONG_AT_ONCE; i++) {
      assertThat(from("192.0.2.1", guess).status()).isEqualTo(401);
    }
    Answer refused = from("192.0.2.1", guess);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(from("192.0.2.1", basic).status()).isEqualTo(200);
    assertThat(from("192.0.2.2", guess).status()).isEqualTo(401);
  }

  private static Answer from(String ip, String authorization) {
    return caller.json(
        "POST",
        INTROSPECT,
        Map.of("Authorization", authorization, "X-Forwarded-For", ip),
        "{\"token\":\"x\"}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void adding_and_removing_a_client_takes_effect_without_a_restart() throws Exception {
    String later = clients.addBasic("later");
    // Successive requests come from different IP addresses, because repeated wrong secrets are
    // throttled.
    Iterator<String> places =
        IntStream.iterate(0, i -> (i + 1) % 255).mapToObj(i -> "198.51.100." + i).iterator();
    Await.until(
        "the added client is accepted", PATIENCE, () -> from(places.next(), later).status() == 200);
    new ClientFile(clients.path()).remove("later");
    Await.until(
        "the removed client is refused",
        PATIENCE,
        () -> from(places.next(), later).status() == 401);
    form(INTROSPECT, basic, "token=x").assertStatus(200);
  }

  @Test
  void metadata_name_the_endpoints_under_the_host_that_the_client_uses() {
    Answer answer =
        caller.send(
            "GET",
            METADATA,
            Map.of(
                "X-Forwarded-For", "192.0.2.7",
                "X-Forwarded-Proto", "https",
                "X-Forwarded-Host", "id.golden.example"),
            new byte[0]);
    answer.assertDiscreet().assertStatus(200);
    List<String> basicOnly = List.of("client_secret_basic");
    assertThat(answer.json())
        .containsOnly(
            Map.entry("issuer", "https://id.golden.example"),
            Map.entry("introspection_endpoint", "https://id.golden.example/oauth2/introspect"),
            Map.entry("introspection_endpoint_auth_methods_supported", basicOnly),
            Map.entry("revocation_endpoint", "https://id.golden.example/oauth2/revoke"),
            Map.entry("revocation_endpoint_auth_methods_supported", basicOnly),
            Map.entry("response_types_supported", List.of()),
            Map.entry("grant_types_supported", List.of()));
    assertThat(caller.get(METADATA + "/").text("revocation_endpoint"))
        .isEqualTo(server.url(REVOKE));
  }

  @Test
  void without_a_clients_file_the_oauth_endpoints_do_not_exist() {
    try (TestServer plain = TestServer.start(DATABASE)) {
      Caller there = new Caller(plain);
      for (String path : List.of(INTROSPECT, REVOKE, METADATA)) {
        there.get(path).assertProblem(404, Map.of());
        there.post(path, "{}").assertProblem(404, Map.of());
      }
    }
  }
}
