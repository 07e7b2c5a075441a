package io.steward.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.database.Database;
import io.steward.origin.Origin;
import io.steward.settings.Settings;
import io.steward.testing.Caller;
import io.steward.testing.ChildProcess;
import io.steward.testing.Crowd;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too frequent attempts are refused for a while, by all nodes. */
final class ThrottleIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final AtomicInteger NETWORKS = new AtomicInteger();
  private static final int CALLERS = 6;
  private static final int AT_ONCE = 5;
  private static final int KNOWN_AT_ONCE = 7;
  private static final int FROM_A_NETWORK = 12;
  private static final List<TestServer> NODES = new ArrayList<>();
  private static final Settings SETTINGS =
      TestServer.settings(DATABASE.url(), Map.of("throttle", "on"));
  private static final Database DATABASE_CLIENT = new Database(SETTINGS.database());

  @BeforeAll
  static void start() {
    Map<String, String> settings =
        Map.of(
            "proxy.trusted", "127.0.0.1",
            "throttle", "on",
            "throttle.account", AT_ONCE + "/3600",
            "throttle.known", KNOWN_AT_ONCE + "/3600",
            "throttle.network", FROM_A_NETWORK + "/3600",
            "throttle.registration", "3/3600",
            "throttle.refresh", "4/3600");
    for (int i = 0; i < 3; i++) {
      NODES.add(TestServer.start(DATABASE, settings));
    }
    DATABASE_CLIENT.connect();
  }

  @AfterAll
  static void stop() {
    DATABASE_CLIENT.close();
    NODES.forEach(TestServer::close);
  }

  private static Http node(int number) {
    return new Http(NODES.get(number % NODES.size()).url(""));
  }

  /** A client's IP address that no earlier request used. */
  private static String elsewhere() {
    int number = NETWORKS.incrementAndGet();
    return "198.18." + number / 250 + "." + number % 250;
  }

  private static ServerAnswer logIn(int node, String email, String password, String from) {
    String json = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    return node(node).json("POST", "/user/obtain_token/", json, "X-Forwarded-For", from);
  }

  private static int wrong(int node, String email, String from) {
    return logIn(node, email, "not the password", from).status();
  }

  /** Strangers guess so often that the next guess is refused. */
  private static void useUp(String email) {
    for (int i = 0; i < AT_ONCE; i++) {
      wrong(i, email, elsewhere());
    }
  }

  private static void assertThrottled(ServerAnswer answer) {
    answer.isProblem(429);
    assertThat(answer.member("type")).isEqualTo("urn:steward:problem:too-many-requests");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3600);
    assertThat(answer.member("detail"))
        .isEqualTo(
            "Request was throttled. Expected available in %s seconds."
                .formatted(answer.header("Retry-After")));
  }

  /** Sends simultaneous guesses to all nodes; returns how many were checked. */
  private static long admitted(int tries, Callable<Integer> guess) throws Exception {
    List<Integer> statuses = Crowd.call(CALLERS, Collections.nCopies(tries, guess));
    assertThat(statuses).isSubsetOf(403, 429);
    return Collections.frequency(statuses, 403);
  }

  @Test
  void all_nodes_together_admit_no_more_guesses_than_the_limit() throws Exception {
    String email = TwoNodes.addUser(DATABASE);
    AtomicInteger tries = new AtomicInteger();
    assertThat(admitted(30, () -> wrong(tries.incrementAndGet(), email, elsewhere())))
        .isEqualTo(AT_ONCE);
    assertThrottled(logIn(0, email, Caller.PASSWORD, elsewhere()));
  }

  @Test
  void an_unknown_account_is_throttled_like_an_existing_one() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    assertThat(
            admitted(20, () -> wrong(tries.incrementAndGet(), "nobody@nodes.example", elsewhere())))
        .isEqualTo(AT_ONCE);
  }

  @Test
  void another_spelling_of_an_address_is_throttled_as_the_same_account() {
    String email = TwoNodes.addUser(DATABASE);
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(
              wrong(
                  i, i % 2 == 0 ? email.toUpperCase(Locale.ROOT) : " " + email + " ", elsewhere()))
          .isEqualTo(403);
    }
    assertThat(wrong(0, email, elsewhere())).isEqualTo(429);
  }

  @Test
  void another_spelling_of_the_domain_is_throttled_as_the_same_account() {
    List<String> spellings =
        List.of(
            "ada@b\u00fccher.example",
            "ada@B\u00dcCHER.example",
            "ada@xn--bcher-kva.example",
            "Ada@\uff42\u00fccher\u3002example",
            "ada@bu\u0308cher.example");
    for (String spelling : spellings) {
      assertThat(wrong(0, spelling, elsewhere())).as(spelling).isEqualTo(403);
    }
    assertThat(spellings).hasSize(AT_ONCE);
    assertThat(wrong(0, "ada@b\u00fccher.EXAMPLE", elsewhere())).isEqualTo(429);
  }

  @Test
  void a_stranger_cannot_lock_a_user_out_of_a_known_network() {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    logIn(0, email, Caller.PASSWORD, home).is(200);
    useUp(email);
    assertThrottled(logIn(1, email, Caller.PASSWORD, elsewhere()));
    logIn(2, email, Caller.PASSWORD, home).is(200);
    assertThrottled(logIn(1, email, Caller.PASSWORD, elsewhere()));
  }

  @Test
  void a_stranger_on_one_known_network_cannot_lock_the_user_out_of_another() {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    String library = elsewhere();
    logIn(0, email, Caller.PASSWORD, home).is(200);
    logIn(0, email, Caller.PASSWORD, library).is(200);
    for (int i = 0; i < 50; i++) {
      wrong(i, email, library);
    }
    assertThrottled(logIn(1, email, Caller.PASSWORD, library));
    logIn(2, email, Caller.PASSWORD, home).is(200);
  }

  @Test
  void wrong_passwords_on_a_known_network_are_limited() {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    logIn(0, email, Caller.PASSWORD, home).is(200);
    useUp(email);
    for (int i = 0; i < KNOWN_AT_ONCE; i++) {
      assertThat(wrong(i, email, home)).isEqualTo(429);
    }
    assertThrottled(logIn(1, email, Caller.PASSWORD, home));
  }

  @Test
  void a_network_is_forgotten_after_half_a_year() {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    logIn(0, email, Caller.PASSWORD, home).is(200);
    useUp(email);
    DATABASE.execute(
        "update known_networks set expires_at = expires_at - interval '180 days' where user_id ="
            + " (select id from users where email = '"
            + email
            + "')");
    assertThrottled(logIn(0, email, Caller.PASSWORD, home));
  }

  @Test
  void a_user_is_known_on_every_ip_address_of_the_network() {
    String email = TwoNodes.addUser(DATABASE);
    logIn(0, email, Caller.PASSWORD, "2a00:1450:1:2::1").is(200);
    useUp(email);
    logIn(0, email, Caller.PASSWORD, "2a00:1450:1:2:ffff::2").is(200);
    assertThrottled(logIn(0, email, Caller.PASSWORD, "2a00:1450:1:3::1"));
  }

  @Test
  void right_passwords_do_not_count_as_guesses() {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    for (int i = 0; i < 3 * FROM_A_NETWORK; i++) {
      logIn(i, email, Caller.PASSWORD, home).is(200);
    }
    assertThat(wrong(0, email, home)).isEqualTo(403);
  }

  @Test
  void guesses_from_one_network_at_many_accounts_are_limited() {
    String from = elsewhere();
    for (int i = 0; i < FROM_A_NETWORK; i++) {
      assertThat(wrong(i, "user-" + i + "@sprayed.example", from)).isEqualTo(403);
    }
    assertThrottled(logIn(0, TwoNodes.addUser(DATABASE), Caller.PASSWORD, from));
  }

  private static void fail(String email, int times) {
    wrong(0, email, elsewhere());
    DATABASE.execute("update throttles set taken = " + times + " where taken <> 0");
  }

  private static void pass(Duration time) {
    DATABASE.execute(
        "update throttles set busy_until = busy_until - interval '%s s'"
            .formatted(time.toSeconds()));
  }

  @Test
  void after_many_wrong_passwords_one_at_a_time_is_checked_but_the_owner_still_gets_in() {
    String email = TwoNodes.addUser(DATABASE);
    fail(email, 50);
    pass(Duration.ofDays(1));
    assertThat(wrong(1, email, elsewhere())).isEqualTo(403);
    assertThrottled(logIn(0, email, Caller.PASSWORD, elsewhere()));
    pass(Duration.ofHours(1));
    logIn(0, email, Caller.PASSWORD, elsewhere()).is(200);
    assertThat(wrong(1, email, elsewhere())).isEqualTo(403);
  }

  @Test
  void strangers_cannot_lock_out_the_later_owner_of_an_address() {
    String email = "later@registered.example";
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(wrong(i, email, elsewhere())).isEqualTo(403);
    }
    fail(email, 50);
    String home = elsewhere();
    register(0, email, home).is(201);
    assertThat(wrong(0, email, elsewhere())).isEqualTo(403);
    fail(email, 50);
    logIn(1, email, Caller.PASSWORD, home).is(200);
    logIn(2, email, Caller.PASSWORD, elsewhere()).is(200);
  }

  @Test
  void a_password_set_by_a_command_lifts_the_throttle_and_forgets_all_networks_and_devices() {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    logIn(0, email, Caller.PASSWORD, home).is(200);
    useUp(email);
    for (int i = 0; i < KNOWN_AT_ONCE; i++) {
      wrong(i, email, home);
    }
    assertThrottled(logIn(0, email, Caller.PASSWORD, home));
    ChildProcess command =
        Steward.run(
                Folders.fresh("throttle-command"),
                Folders.WAR,
                Steward.environment(DATABASE.url()),
                "changepassword",
                email)
            .type("analytical engine", "analytical engine");
    assertThat(command.awaitExit(Duration.ofSeconds(30))).as(command.log()).isZero();
    assertThat(knownNetworks(email)).isEmpty();
    assertThat(knownDevices(email)).isEmpty();
    logIn(0, email, "analytical engine", home).is(200);
    logIn(0, email, "analytical engine", elsewhere()).is(200);
  }

  private static List<String> knownNetworks(String email) {
    return known("network", email);
  }

  private static List<String> knownDevices(String email) {
    return known("device", email);
  }

  private static List<String> known(String what, String email) {
    return DATABASE.query(
        "select %1$s from known_%1$ss k join users u on u.id = k.user_id where email = '%2$s'"
            .formatted(what, email));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/user/change_password/", "/user/update/"})
  void a_new_password_forgets_all_other_networks(String path) {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    String thief = elsewhere();
    TokenPair pair = TokenPair.of(logIn(0, email, Caller.PASSWORD, home));
    logIn(0, email, Caller.PASSWORD, thief).is(200);
    boolean isUpdate = path.contains("update");
    node(0)
        .json(
            isUpdate ? "PATCH" : "POST",
            path,
            "{\"%s\":\"analytical engine\",\"current_password\":%s}"
                .formatted(isUpdate ? "password" : "new_password", Caller.quoted(Caller.PASSWORD)),
            "Authorization",
            pair.bearer(),
            "X-Forwarded-For",
            home)
        .is(200);
    useUp(email);
    assertThrottled(logIn(1, email, "analytical engine", thief));
    logIn(2, email, "analytical engine", home).is(200);
  }

  @Test
  void network_and_device_stay_unknown_if_the_password_was_changed_during_the_log_in() {
    String email = TwoNodes.addUser(DATABASE);
    String id = DATABASE.query("select id from users where email = '" + email + "'").get(0);
    Throttle throttle = new Throttle(DATABASE_CLIENT, SETTINGS.throttle());
    Origin.entered(new Origin("", elsewhere(), ""));
    try {
      throttle.guess(email).succeeded(Long.parseLong(id), "the former hash");
    } finally {
      Origin.left();
    }
    assertThat(knownNetworks(email)).isEmpty();
    assertThat(knownDevices(email)).isEmpty();
  }

  @Test
  void right_passwords_of_one_account_are_limited_too() {
    String email = TwoNodes.addUser(DATABASE);
    DATABASE.execute("delete from throttles where key like 'login:%'");
    logIn(0, email, Caller.PASSWORD, elsewhere()).is(200);
    DATABASE.execute(
        "update throttles set busy_until = now() + interval '1 hour' where key like 'login:%'");
    assertThrottled(logIn(1, email, Caller.PASSWORD, elsewhere()));
    logIn(2, TwoNodes.addUser(DATABASE), Caller.PASSWORD, elsewhere()).is(200);
  }

  private static int move(TokenPair pair, String email, String from) {
    return patch(
            pair,
            "{\"email\":\"%s\",\"current_password\":%s}"
                .formatted(email, Caller.quoted(Caller.PASSWORD)),
            from)
        .status();
  }

  @Test
  void changes_of_address_count_like_registrations() {
    String email = TwoNodes.addUser(DATABASE);
    String taken = TwoNodes.addUser(DATABASE);
    String from = elsewhere();
    TokenPair pair = TokenPair.of(logIn(0, email, Caller.PASSWORD, from));
    register(0, "counted-" + email, from).is(201);
    for (int i = 0; i < 4; i++) {
      assertThat(move(pair, email.toUpperCase(Locale.ROOT), from)).isEqualTo(200);
    }
    assertThat(move(pair, taken, from)).isEqualTo(400);
    assertThat(move(pair, "moved-" + email, from)).isEqualTo(200);
    assertThat(move(pair, taken, from)).isEqualTo(429);
    assertThat(move(pair, "free-" + email, from)).isEqualTo(429);
    assertThrottled(register(0, "registered-" + email, from));
  }

  @Test
  void strangers_cannot_lock_out_the_owner_of_a_changed_address() {
    String email = TwoNodes.addUser(DATABASE);
    TokenPair pair = TokenPair.of(logIn(0, email, Caller.PASSWORD, elsewhere()));
    fail("moved-" + email, 50);
    assertThat(move(pair, "moved-" + email, elsewhere())).isEqualTo(200);
    logIn(0, "moved-" + email, Caller.PASSWORD, elsewhere()).is(200);
  }

  private static ServerAnswer patch(TokenPair pair, String json, String from) {
    return node(0)
        .json(
            "PATCH",
            "/user/update/",
            json,
            "Authorization",
            pair.bearer(),
            "X-Forwarded-For",
            from);
  }

  @Test
  void simultaneous_log_ins_and_password_changes_do_not_deadlock() throws Exception {
    String email = TwoNodes.addUser(DATABASE);
    String home = elsewhere();
    TokenPair pair = TokenPair.of(logIn(0, email, Caller.PASSWORD, home));
    String password = Caller.quoted(Caller.PASSWORD);
    String change = "{\"password\":%s,\"current_password\":%s}".formatted(password, password);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(() -> patch(pair, change, home).status());
      calls.add(() -> logIn(0, email, Caller.PASSWORD, elsewhere()).status());
    }
    assertThat(Crowd.call(CALLERS, calls)).isSubsetOf(200, 400, 403, 429);
  }

  @Test
  void guesses_at_the_current_password_count_like_those_at_log_in() {
    String email = TwoNodes.addUser(DATABASE);
    TokenPair pair = TokenPair.of(logIn(0, email, Caller.PASSWORD, elsewhere()));
    String from = elsewhere();
    String body =
        "{\"current_password\":\"not the password\",\"new_password\":\"analytical engine\"}";
    for (int i = 0; i < AT_ONCE; i++) {
      node(i)
          .json(
              "POST",
              "/user/change_password/",
              body,
              "Authorization",
              pair.bearer(),
              "X-Forwarded-For",
              from)
          .is(400);
    }
    assertThrottled(
        node(0)
            .json(
                "DELETE",
                "/user/update/",
                "{\"current_password\":" + Caller.quoted(Caller.PASSWORD) + "}",
                "Authorization",
                pair.bearer(),
                "X-Forwarded-For",
                from));
  }

  /** The request arrives before the deletion commits, and therefore still reads the account. */
  @Test
  void an_account_deleted_while_its_password_is_checked_is_answered_with_401() throws Exception {
    String email = TwoNodes.addUser(DATABASE);
    TokenPair pair = TokenPair.of(logIn(0, email, Caller.PASSWORD, elsewhere()));
    String body =
        "{\"password\":\"analytical engine\",\"current_password\":%s}"
            .formatted(Caller.quoted(Caller.PASSWORD));
    List<Integer> statuses =
        Crowd.call(
            List.of(
                () -> {
                  DATABASE.execute(
                      "begin; delete from users where email = '%s'; select pg_sleep(1); commit"
                          .formatted(email));
                  return 0;
                },
                () -> {
                  Thread.sleep(400);
                  return patch(pair, body, elsewhere()).status();
                }));
    assertThat(statuses.get(1)).isEqualTo(401);
  }

  @Test
  void registrations_from_one_network_are_limited() {
    String from = elsewhere();
    for (int i = 0; i < 3; i++) {
      register(i, "new-" + i + "@registered.example", from).is(201);
    }
    assertThrottled(register(0, "new-4@registered.example", from));
    register(1, "new-4@registered.example", elsewhere()).is(201);
  }

  private static ServerAnswer register(int node, String email, String from) {
    return node(node)
        .json("POST", "/user/create/", TokenPair.credentials(email), "X-Forwarded-For", from);
  }

  @Test
  void refreshes_of_a_session_are_limited_without_ending_it() {
    TokenPair pair =
        TokenPair.of(logIn(0, TwoNodes.addUser(DATABASE), Caller.PASSWORD, elsewhere()));
    for (int i = 0; i < 4; i++) {
      pair = TokenPair.of(pair.refreshAt(node(i)));
    }
    assertThrottled(pair.refreshAt(node(0)));
    DATABASE.execute("update throttles set busy_until = now()");
    pair.refreshAt(node(0)).is(200);
  }

  @Test
  void attempts_become_available_again_over_time() {
    String email = TwoNodes.addUser(DATABASE);
    useUp(email);
    DATABASE.execute(
        "update throttles set busy_until = busy_until - interval '1 hour' where key like 'account%'");
    assertThat(wrong(0, email, elsewhere())).isEqualTo(403);
    assertThat(wrong(0, email, elsewhere())).isEqualTo(429);
  }

  @Test
  void the_table_contains_no_email_address() {
    String email = TwoNodes.addUser(DATABASE);
    wrong(0, email, elsewhere());
    assertThat(DATABASE.query("select key from throttles where key like 'account:%'"))
        .isNotEmpty()
        .noneMatch(key -> key.contains(email) || key.contains("@"));
  }
}
