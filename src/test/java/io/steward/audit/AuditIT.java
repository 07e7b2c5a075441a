package io.steward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.cli.CommandRun;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events that are recorded in the audit, and the protection of the recorded rows. */
final class AuditIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String WRONG = "not-the-password-Zz9";
  private static final String NEW_PASSWORD = "analytical engine";
  private static final AtomicInteger USERS = new AtomicInteger();

  @AutoClose private static Steward steward;

  @BeforeAll
  static void start() {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("STEWARD_LOG_FORMAT", "json");
    environment.put("STEWARD_THROTTLE", "on");
    environment.put("STEWARD_THROTTLE_ACCOUNT", "2/3600");
    environment.put("STEWARD_THROTTLE_KNOWN", "2/3600");
    steward = Steward.serve(Folders.fresh("audit"), Folders.WAR, environment);
    steward.awaitReady(PATIENCE);
  }

  private static Map<String, String> environment() {
    return Steward.environment(DATABASE.url());
  }

  private static Http http() {
    return steward.http();
  }

  private static String newcomer() {
    String email = "user-" + USERS.incrementAndGet() + "@audit.example";
    http().post("/user/create/", TokenPair.credentials(email)).is(201);
    return email;
  }

  private static ServerAnswer logIn(String email, String password) {
    return http()
        .post(
            "/user/obtain_token/",
            "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
  }

  private static ServerAnswer as(TokenPair pair, String method, String path, String json) {
    return http().json(method, path, json, "Authorization", pair.bearer());
  }

  /**
   * The audit rows of one request, each with event, whether the actor is the user, IP address and
   * detail.
   */
  private static List<String> rows(ServerAnswer answer) {
    return DATABASE.query(
        "select concat_ws(' ', event, coalesce(actor_id = user_id, false), ip, detail) from audit"
            + " where request_id = '%s' order by time".formatted(answer.header("X-Request-Id")));
  }

  private static List<String> commandRows(String event) {
    return DATABASE.query(
        "select concat_ws(' ', (select email from users where id = user_id), actor_id, ip, request_id)"
            + " from audit where event = '%s' and request_id = ''".formatted(event));
  }

  @Test
  void each_event_records_actor_user_origin_and_request() {
    String email = "user-" + USERS.incrementAndGet() + "@audit.example";
    assertThat(rows(http().post("/user/create/", TokenPair.credentials(email)).is(201)))
        .containsExactly("registered t 127.0.0.1 ");
    ServerAnswer in = logIn(email, Caller.PASSWORD);
    TokenPair first = TokenPair.of(in);
    assertThat(rows(in)).containsExactly("logged-in t 127.0.0.1 ");
    assertThat(rows(logIn(email, WRONG).is(403))).containsExactly("login-failed f 127.0.0.1 ");
    assertThat(rows(logIn("nobody@audit.example", WRONG).is(403)))
        .containsExactly("login-failed f 127.0.0.1 ");
    assertThat(rows(logIn(email, "x".repeat(300)).is(403)))
        .containsExactly("login-failed f 127.0.0.1 ");
    assertThat(rows(as(first, "POST", "/user/revoke_token/", "{}").is(204)))
        .containsExactly("logged-out t 127.0.0.1 ");
    assertThat(rows(as(first, "POST", "/user/revoke_token/", "{}").is(204))).isEmpty();
  }

  @Test
  void every_kind_of_session_end_is_audited() {
    String email = newcomer();
    TokenPair first = TokenPair.logIn(http(), email);
    TokenPair second = TokenPair.of(first.refreshAt(http()));
    second.refreshAt(http()).is(200);
    ServerAnswer replay = first.refreshAt(http()).is(401);
    assertThat(rows(replay)).containsExactly("refresh-replayed f 127.0.0.1 ");
    TokenPair third = TokenPair.logIn(http(), email);
    assertThat(rows(as(third, "POST", "/user/revoke_token/", "{\"everywhere\":true}").is(204)))
        .containsExactly("logged-out t 127.0.0.1 everywhere");
    TokenPair fourth = TokenPair.logIn(http(), email);
    String id = DATABASE.query("select id from sessions order by created_at desc limit 1").get(0);
    TokenPair fifth = TokenPair.logIn(http(), email);
    assertThat(fourth.opens(http())).isTrue();
    assertThat(rows(as(fifth, "DELETE", "/user/sessions/" + id + "/", "").is(204)))
        .containsExactly("session-ended t 127.0.0.1 ");
  }

  @Test
  void changes_and_deletion_of_an_account_are_audited() {
    String email = newcomer();
    String current = "\"current_password\":" + Caller.quoted(Caller.PASSWORD);
    TokenPair pair = TokenPair.logIn(http(), email);
    assertThat(
            rows(
                as(
                        pair,
                        "PATCH",
                        "/user/update/",
                        "{\"email\":\"new-" + email + "\"," + current + "}")
                    .is(200)))
        .containsExactly("email-changed t 127.0.0.1 ");
    assertThat(rows(as(pair, "PATCH", "/user/update/", "{\"first_name\":\"Ada\"}").is(200)))
        .isEmpty();
    ServerAnswer changed =
        as(
            pair,
            "POST",
            "/user/change_password/",
            "{" + current + ",\"new_password\":\"" + NEW_PASSWORD + "\"}");
    TokenPair fresh = TokenPair.of(changed);
    assertThat(rows(changed)).containsExactly("password-changed t 127.0.0.1 ");
    assertThat(
            rows(
                as(
                        fresh,
                        "DELETE",
                        "/user/update/",
                        "{\"current_password\":\"" + NEW_PASSWORD + "\"}")
                    .is(204)))
        .containsExactly("user-deleted t 127.0.0.1 new-" + email);
  }

  @Test
  void a_flood_of_attempts_is_audited_at_most_once_a_minute() {
    String email = newcomer();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.addAll(rows(logIn(email, WRONG)));
    }
    assertThat(rows)
        .containsExactly(
            "login-failed f 127.0.0.1 ",
            "login-failed f 127.0.0.1 ",
            "throttled f 127.0.0.1 account");
  }

  @Test
  void log_and_audit_agree_and_contain_no_secret() {
    String email = newcomer();
    TokenPair pair = TokenPair.logIn(http(), email);
    TokenPair next = TokenPair.of(pair.refreshAt(http()));
    logIn("typed-by-mistake@audit.example", WRONG).is(403);
    String hash = DATABASE.query("select password from users where email = '" + email + "'").get(0);
    String log = steward.process().log();
    String table = String.join("\n", DATABASE.query("select audit::text from audit"));
    assertThat(log)
        .contains("io.steward.audit", "{\\\"time\\\":\\\"", "\\\"event\\\":\\\"logged-in\\\"");
    assertThat(log + table)
        .doesNotContain(
            Caller.PASSWORD,
            WRONG,
            NEW_PASSWORD,
            TestServer.SECRET,
            hash,
            "typed-by-mistake",
            pair.access(),
            pair.refresh(),
            next.access(),
            next.refresh());
    assertThat(log.lines().filter(line -> line.contains("io.steward.")))
        .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("\"}"));
  }

  private static String command(String... arguments) {
    return command(Map.of(), arguments);
  }

  private static String command(Map<String, String> further, String... arguments) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(further);
    if (further.containsKey("STEWARD_JWT_KEYS_FILE")) {
      environment.remove("STEWARD_JWT_SECRET");
    }
    CommandRun run = CommandRun.of(Folders.fresh("audit-command"), environment, arguments);
    assertThat(run.code()).as(run.toString()).isZero();
    return String.join("\n", run.out());
  }

  @Test
  void a_deactivated_user_is_locked_out_until_activated_again() {
    String email = newcomer();
    TokenPair pair = TokenPair.logIn(http(), email);
    assertThat(command("deactivate", email))
        .contains("User '" + email + "' is deactivated; all sessions have ended");
    Await.until("the access token is rejected", Duration.ofSeconds(1), () -> !pair.opens(http()));
    pair.refreshAt(http()).is(401);
    logIn(email, Caller.PASSWORD).is(403);
    assertThat(command("activate", email)).contains("User '" + email + "' is active");
    logIn(email, Caller.PASSWORD).is(200);
    assertThat(pair.opens(http())).isFalse();
    assertThat(commandRows("user-deactivated")).contains(email + "  ");
    assertThat(commandRows("user-activated")).contains(email + "  ");
    assertThat(listed("deactivate", "nobody@audit.example").err())
        .containsExactly("user 'nobody@audit.example' does not exist");
  }

  @Test
  void changes_by_commands_are_audited() throws Exception {
    Map<String, String> keys = new HashMap<>();
    keys.put("STEWARD_JWT_KEYS_FILE", Folders.fresh("audit-keys").resolve("keys.json").toString());
    String first = keyId(command(keys, "keys", "generate"));
    String second = keyId(command(keys, "keys", "rotate", "--delay", "0"));
    command(
        Map.of("DJANGO_SUPERUSER_PASSWORD", Caller.PASSWORD),
        "createsuperuser",
        "--noinput",
        "--email=root@audit.example",
        "--first_name=Ro",
        "--last_name=Ot");
    assertThat(
            DATABASE.query(
                "select concat_ws(' ', event, detail, actor_id, ip, request_id) from audit"
                    + " where request_id = '' and event not like 'user-%' order by time"))
        .containsExactly(
            "key-added " + first + "  ", "key-added " + second + "  ", "superuser-created   ");
  }

  /** The id of the key that the command's output names. */
  private static String keyId(String said) {
    return said.lines()
        .map(line -> line.replaceFirst(".*the key ([^,. ]+).*", "$1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_command_lists_the_rows_that_match_its_filters() {
    String email = newcomer();
    TokenPair.logIn(http(), email);
    String id = DATABASE.query("select id from users where email = '" + email + "'").get(0);
    assertThat(listed("audit", "--user", email).rows())
        .hasSize(2)
        .allMatch(line -> line.contains("user_id=" + id))
        .last()
        .asString()
        .containsPattern("^\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z  logged-in  actor_id=" + id);
    assertThat(command("audit", "--user", id, "--event", "registered", "--json").lines())
        .singleElement()
        .asString()
        .startsWith("{\"time\":\"")
        .contains("\"event\":\"registered\",\"actor_id\":" + id + ",")
        .contains("\"user_id\":" + id + ",\"user_email\":\"" + email + "\"");
    assertThat(listed("audit", "--user", id, "--since", "1h", "--limit", "1").rows()).hasSize(1);
    assertThat(listed("audit", "--user", id, "--until", "2020-01-01").out())
        .containsExactly("TIME  EVENT  DETAILS");
  }

  @Test
  void csv_names_the_people_also_a_deleted_user() {
    String email = newcomer();
    String id = DATABASE.query("select id from users where email = '" + email + "'").get(0);
    DATABASE.execute(
        "update users set first_name = '=1+1', last_name = 'a \"b\", c' where id = " + id);
    TokenPair pair = TokenPair.logIn(http(), email);
    List<String> lines = listed("audit", "--user", id, "--since", "1h", "--csv").out();
    assertThat(lines.get(0))
        .isEqualTo(
            "'time','event','actor_id','actor_email','operator','user_id','user_email','user_name',"
                    .replace('\'', '"')
                + "'session_id','ip','user_agent','request_id','detail','changes'"
                    .replace('\'', '"'));
    assertThat(lines.get(2))
        .containsPattern(
            "^\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\",\"logged-in\",\"%s\",\"%s\",\"\",\"%1$s\""
                .formatted(id, email))
        .contains(",\"" + email + "\",\"'=1+1 a \"\"b\"\", c\",");
    assertThat(lines).hasSize(3);
    String current = "{\"current_password\":\"" + Caller.PASSWORD + "\"}";
    as(pair, "DELETE", "/user/update/", current).is(204);
    assertThat(listed("audit", "--user", id, "--event", "registered").rows())
        .singleElement()
        .asString()
        .contains("user_email=" + email);
  }

  @Test
  void a_command_is_recorded_with_its_operator() {
    String email = newcomer();
    command("deactivate", email);
    assertThat(
            DATABASE.query(
                "select operator from audit where event = 'user-deactivated' and user_id ="
                    + " (select id from users where email = '"
                    + email
                    + "')"))
        .singleElement()
        .asString()
        .matches(System.getProperty("user.name") + "@.+");
  }

  @Test
  void a_wrong_current_password_is_recorded_with_its_user() {
    String email = newcomer();
    TokenPair pair = TokenPair.logIn(http(), email);
    String id = DATABASE.query("select id from users where email = '" + email + "'").get(0);
    as(pair, "DELETE", "/user/update/", "{\"current_password\":\"" + WRONG + "\"}").is(400);
    String recorded = "select user_id from audit where event = 'reauthentication-failed'";
    Await.until("the record", PATIENCE, () -> !DATABASE.query(recorded).isEmpty());
    assertThat(DATABASE.query(recorded)).containsExactly(id);
  }

  private static CommandRun listed(String... arguments) {
    return CommandRun.of(Folders.fresh("audit-command"), environment(), arguments);
  }

  @Test
  void the_command_says_that_more_records_match() {
    DATABASE.execute(
        "insert into audit (event, actor_id, user_id, session_id, ip, user_agent, request_id, detail)"
            + " select 'token-replayed', null, 424242, '', '', '', '', '' from generate_series(1, 154)");
    CommandRun some = listed("audit", "--user", "424242");
    assertThat(some.out()).hasSize(101);
    assertThat(some.err()).singleElement().asString().contains("only the latest 100", "--since");
    assertThat(listed("audit", "--user", "424242", "--since", "1h").rows()).hasSize(154);
    CommandRun all = listed("audit", "--user", "424242", "--limit", "154");
    assertThat(all.rows()).hasSize(154);
    assertThat(all.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--event=nonsense",
        "--since=yesterday",
        "--until=2026-13-01",
        "--since=999999d",
        "--until=+99999-01-01T00:00:00Z",
        "--limit=0",
        "--limit=x",
        "--limit=10001",
        "--user=nobody@audit.example"
      })
  void an_invalid_filter_is_refused_in_one_line(String filter) {
    boolean isUnknownUser = filter.startsWith("--user");
    CommandRun refused = listed("audit", filter);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .singleElement()
        .asString()
        .contains(isUnknownUser ? "does not exist" : ":");
    assertThat(refused.code()).isEqualTo(isUnknownUser ? 3 : 2);
  }

  @Test
  void audit_rows_cannot_be_changed() {
    newcomer();
    for (String statement :
        new String[] {
          "update audit set event = 'x'",
          "delete from audit",
          "truncate audit",
          "truncate audit_rest",
          "delete from audit_" + month(0)
        }) {
      assertThatThrownBy(() -> DATABASE.execute(statement))
          .as(statement)
          .hasStackTraceContaining("the audit is append-only");
    }
  }

  private static String month(int later) {
    YearMonth month = YearMonth.now(ZoneOffset.UTC).plusMonths(later);
    return String.format(Locale.ROOT, "%04d_%02d", month.getYear(), month.getMonthValue());
  }

  @Test
  void partitions_are_created_early_and_dropped_when_old() throws Exception {
    TestDatabase other = TestDatabase.create();
    try (TestServer server = TestServer.start(other)) {
      assertThat(new Http(server.url("")).status("/health/live")).isEqualTo(200);
      Await.until(
          "the node is ready",
          PATIENCE,
          () -> new Http(server.url("")).status("/health/ready") == 200);
      other.execute(
          "create table audit_2020_01 partition of audit"
              + " for values from ('2020-01-01') to ('2020-02-01')");
      other.execute("drop table audit_" + month(2));
      try (Connection connection = DriverManager.getConnection(other.url())) {
        AuditTable.keepMonths(connection, 365);
      }
      assertThat(
              other.query(
                  "select inhrelid::regclass::text from pg_inherits"
                      + " where inhparent = 'audit'::regclass order by 1"))
          .containsExactly(
              "audit_" + month(0), "audit_" + month(1), "audit_" + month(2), "audit_rest");
    }
  }

  @Tag("long")
  @Test
  void a_killed_node_has_audited_every_request_that_it_acknowledged() throws Exception {
    Steward victim = Steward.serve(Folders.fresh("audit-victim"), Folders.WAR, environment());
    victim.awaitReady(PATIENCE);
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      callers.execute(() -> registerUntilItEnds(victim.http(), acknowledged));
    }
    Thread.sleep(2_000);
    victim.process().kill();
    callers.shutdown();
    assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(acknowledged).isNotEmpty();
    assertThat(
            DATABASE.query(
                "select u.email from users u where u.email like '%@killed.example' and exists"
                    + " (select 1 from audit a where a.user_id = u.id and event = 'registered')"))
        .containsAll(acknowledged);
  }

  private static void registerUntilItEnds(Http node, Queue<String> acknowledged) {
    try {
      while (true) {
        String email = "user-" + USERS.incrementAndGet() + "@killed.example";
        ServerAnswer answer =
            node.exchange(
                "POST",
                "/user/create/",
                TokenPair.credentials(email),
                "Content-Type",
                "application/json");
        if (answer.status() == 201) {
          acknowledged.add(email);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }
}
