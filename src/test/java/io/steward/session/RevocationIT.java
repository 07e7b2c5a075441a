package io.steward.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Rounds;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A session that ends at one node is refused there at once, and at the other node within a second.
 * This holds even if the nodes' connections for revocations were cut just before.
 */
@Tag("race")
final class RevocationIT {
  private static final int TRIES = Rounds.of(200);
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NEW_PASSWORD = "analytical engine";
  private static final String CURRENT = "\"current_password\":" + Caller.quoted(Caller.PASSWORD);

  @AutoClose private static final TwoNodes nodes = TwoNodes.start(Map.of());

  private static ServerAnswer at(Http node, String method, String path, TokenPair as, String json) {
    return node.json(method, path, json, "Authorization", as.bearer());
  }

  /** Checks that both nodes refuse a session that the first node has just revoked. */
  private static void assertEnded(TokenPair pair) {
    assertRefused(pair, nodes.one());
    Await.until(
        "the revocation is known at the other node", KNOWN, () -> !pair.opens(nodes.other()));
    assertRefused(pair, nodes.other());
  }

  private static void assertRefused(TokenPair pair, Http node) {
    for (int i = 0; i < TRIES; i++) {
      assertThat(pair.showAt(node).isProblem(401).member("detail"))
          .isIn("Token has been revoked.", "Invalid signature.");
    }
    assertThat(pair.refreshAt(node).isProblem(401).member("detail"))
        .isEqualTo("Invalid refresh token.");
  }

  private static void assertGoesOn(TokenPair pair) {
    for (Http node : nodes.both()) {
      assertThat(pair.opens(node)).isTrue();
      pair.refreshAt(node).is(200);
    }
  }

  private static void assertOpens(TokenPair pair) {
    nodes.both().forEach(node -> assertThat(pair.opens(node)).isTrue());
  }

  @Test
  void a_log_out_ends_only_its_own_session() {
    String email = nodes.user();
    TokenPair ended = TokenPair.logIn(nodes.one(), email);
    TokenPair lasting = TokenPair.logIn(nodes.one(), email);
    assertOpens(ended);
    cutFeeds();
    ended.logOutAt(nodes.one()).is(204);
    assertEnded(ended);
    assertGoesOn(lasting);
  }

  @Test
  void an_access_token_is_enough_to_log_out() {
    TokenPair pair = nodes.logIn();
    assertOpens(pair);
    cutFeeds();
    at(nodes.one(), "POST", "/user/revoke_token/", pair, "{}").is(204);
    assertEnded(pair);
  }

  /** Asks again after an I/O error: the server may close a connection just when it is reused. */
  private static boolean isAccepted(TokenPair pair) {
    try {
      return pair.opens(nodes.one());
    } catch (AssertionError e) {
      if (e.getCause() instanceof IOException) {
        return pair.opens(nodes.one());
      }
      throw e;
    }
  }

  @Test
  void the_node_that_answered_a_log_out_rejects_all_of_ten_thousand_requests() throws Exception {
    TokenPair pair = nodes.logIn();
    assertOpens(pair);
    cutFeeds();
    pair.logOutAt(nodes.one()).is(204);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> tries =
          callers.invokeAll(Collections.nCopies(Rounds.of(10_000), () -> isAccepted(pair)));
      for (Future<Boolean> opened : tries) {
        assertThat(opened.get()).isFalse();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void a_log_out_everywhere_ends_all_sessions_of_the_user() {
    String email = nodes.user();
    TokenPair here = TokenPair.logIn(nodes.one(), email);
    TokenPair there = TokenPair.logIn(nodes.other(), email);
    TokenPair another = nodes.logIn();
    assertOpens(here);
    assertOpens(there);
    cutFeeds();
    at(nodes.one(), "POST", "/user/revoke_token/", here, "{\"everywhere\":true}").is(204);
    assertEnded(here);
    assertEnded(there);
    assertGoesOn(another);
  }

  @Test
  void a_session_whose_row_was_lost_can_still_be_ended() {
    TokenPair pair = nodes.logIn();
    assertOpens(pair);
    nodes.database().execute("delete from sessions");
    assertOpens(pair);
    pair.logOutAt(nodes.one()).is(204);
    assertEnded(pair);
  }

  @Test
  void a_revocation_is_kept_while_any_node_accepts_tokens_of_the_session() {
    String email = nodes.user();
    TokenPair pair = TokenPair.logIn(nodes.one(), email);
    String id = nodes.database().query(sessionsOf("s.id", email)).get(0);
    try (TestServer brief =
        TestServer.start(nodes.database(), Map.of("jwt.access_lifetime", "60"))) {
      pair.logOutAt(new Http(brief.url(""))).is(204);
    }
    assertThat(
            nodes
                .database()
                .query(
                    "select expires_at > now() + interval '2990 seconds' from revocations"
                        + " where session_id = '"
                        + id
                        + "'"))
        .containsExactly("t");
  }

  @Test
  void a_user_ends_one_session_from_another() {
    String email = nodes.user();
    TokenPair lost = TokenPair.logIn(nodes.other(), email);
    String id = nodes.database().query(sessionsOf("s.id", email)).get(0);
    TokenPair owner = TokenPair.logIn(nodes.one(), email);
    assertOpens(lost);
    cutFeeds();
    at(nodes.one(), "DELETE", "/user/sessions/" + id + "/", owner, "{}").is(204);
    assertEnded(lost);
    assertGoesOn(owner);
  }

  private static String sessionsOf(String column, String email) {
    return "select %s from sessions s join users u on u.id = s.user_id where u.email = '%s'"
        .formatted(column, email);
  }

  @Test
  void a_change_of_password_ends_all_sessions_and_starts_a_new_one() {
    String email = nodes.user();
    TokenPair other = TokenPair.logIn(nodes.other(), email);
    TokenPair own = TokenPair.logIn(nodes.one(), email);
    String change = "{" + CURRENT + ",\"new_password\":" + Caller.quoted(NEW_PASSWORD) + "}";
    assertOpens(other);
    assertOpens(own);
    cutFeeds();
    TokenPair fresh = TokenPair.of(at(nodes.one(), "POST", "/user/change_password/", own, change));
    assertEnded(own);
    assertEnded(other);
    assertGoesOn(fresh);
  }

  @Test
  void a_new_password_in_an_update_leaves_only_the_session_of_the_request() {
    String email = nodes.user();
    TokenPair other = TokenPair.logIn(nodes.other(), email);
    TokenPair own = TokenPair.logIn(nodes.one(), email);
    String change = "{" + CURRENT + ",\"password\":" + Caller.quoted(NEW_PASSWORD) + "}";
    assertOpens(other);
    cutFeeds();
    at(nodes.one(), "PUT", "/user/update/", own, change).is(200);
    assertEnded(other);
    assertGoesOn(own);
  }

  @Test
  void the_tokens_of_a_deleted_account_are_rejected() {
    String email = nodes.user();
    TokenPair other = TokenPair.logIn(nodes.other(), email);
    TokenPair own = TokenPair.logIn(nodes.one(), email);
    assertOpens(other);
    assertOpens(own);
    cutFeeds();
    at(nodes.one(), "DELETE", "/user/update/", own, "{" + CURRENT + "}").is(204);
    assertEnded(own);
    assertEnded(other);
  }

  @Test
  void a_replayed_refresh_token_ends_all_tokens_derived_from_it() {
    TokenPair first = nodes.logIn();
    TokenPair second = TokenPair.of(first.refreshAt(nodes.other()));
    TokenPair third = TokenPair.of(second.refreshAt(nodes.other()));
    assertOpens(first);
    assertOpens(third);
    cutFeeds();
    first.refreshAt(nodes.one()).isProblem(401);
    assertEnded(third);
    assertEnded(first);
  }

  @Test
  void revocations_arrive_in_time_after_connections_were_cut_at_any_moment() throws Exception {
    for (int round = 0; round < 12; round++) {
      TokenPair pair = nodes.logIn();
      assertOpens(pair);
      cutFeeds();
      // The longest pauses give the feeds time to start reconnecting.
      Thread.sleep(round * 25L);
      pair.logOutAt(nodes.one()).is(204);
      assertEnded(pair);
    }
  }

  @Test
  void a_hanging_feed_connection_is_replaced_in_time() throws Exception {
    TokenPair pair = nodes.logIn();
    assertOpens(pair);
    Await.until("both feeds are connected", PATIENCE, () -> !feeds("pid").isEmpty());
    List<String> hanging = feeds("pid");
    assertThat(hanging).hasSize(2);
    signal("-STOP", hanging);
    try {
      pair.logOutAt(nodes.one()).is(204);
      assertEnded(pair);
    } finally {
      signal("-CONT", hanging);
    }
  }

  private static void signal(String signal, List<String> processes) throws Exception {
    // Uses the shell's built-in kill: not every machine has a kill program.
    String command = "kill " + signal + " " + String.join(" ", processes);
    assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor()).isZero();
  }

  /** Cuts the feeds of both nodes: for a moment, no node receives revocations, not even its own. */
  private static void cutFeeds() {
    Await.until(
        "both feeds are cut",
        PATIENCE,
        () -> Collections.frequency(feeds("pg_terminate_backend(pid)"), "t") == 2);
  }

  /**
   * Evaluates the expression for the database connection of each node's feed, and does nothing
   * until both connections exist. Otherwise the test would cut one connection again and again, and
   * the node without a connection would wait longer before each new attempt. A connection belongs
   * to a feed if it queries snapshots, or listens.
   */
  private static List<String> feeds(String expression) {
    return nodes
        .database()
        .query(
            "select %s from (select pid, count(*) over () as feeds".formatted(expression)
                + " from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()"
                + " and query ~ 'pg_current_snapshot|listen') f where feeds = 2");
  }

  @Test
  void a_notification_delivers_a_revocation_before_the_next_query() {
    List<Duration> lags = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      TokenPair pair = nodes.logIn();
      assertOpens(pair);
      pair.logOutAt(nodes.one()).is(204);
      lags.add(lag(pair, nodes.other()));
    }
    Collections.sort(lags);
    assertThat(lags.get(lags.size() / 2)).isLessThan(Duration.ofMillis(50));
    assertThat(lags.get(lags.size() - 1)).isLessThan(KNOWN);
  }

  private static Duration lag(TokenPair pair, Http node) {
    long start = System.nanoTime();
    while (pair.opens(node) && System.nanoTime() - start < KNOWN.toNanos()) {
      Thread.onSpinWait();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void a_revocation_without_a_notification_is_found_in_time() {
    String email = nodes.user();
    TokenPair pair = TokenPair.logIn(nodes.one(), email);
    assertOpens(pair);
    nodes.database().execute(endingOf(email));
    for (Http node : nodes.both()) {
      Await.until("the revocation is known without a notification", KNOWN, () -> !pair.opens(node));
      assertRefused(pair, node);
    }
  }

  /** The SQL that ends a session as a node does, but without a notification. */
  private static String endingOf(String email) {
    return "with ended as (delete from sessions where id in (%s) returning id)"
            .formatted(sessionsOf("s.id", email))
        + " insert into revocations (session_id, expires_at)"
        + " select id, now() + interval '1 hour' from ended";
  }

  @Test
  void a_revocation_committed_late_is_not_missed() throws Exception {
    String email = nodes.user();
    TokenPair late = TokenPair.logIn(nodes.one(), email);
    try (Connection connection = DriverManager.getConnection(nodes.database().url());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(endingOf(email));
      for (int i = 0; i < 10; i++) {
        TokenPair meanwhile = nodes.logIn();
        meanwhile.logOutAt(nodes.one()).is(204);
        assertEnded(meanwhile);
        Thread.sleep(200);
        assertOpens(late);
      }
      connection.commit();
    }
    for (Http node : nodes.both()) {
      Await.until("the revocation is known after its commit", KNOWN, () -> !late.opens(node));
      assertRefused(late, node);
    }
  }

  @Test
  void a_node_that_starts_later_rejects_tokens_that_were_revoked_before() throws Exception {
    TokenPair revoked = nodes.logIn();
    revoked.logOutAt(nodes.one()).is(204);
    int port = Folders.freePort();
    Http later = new Http("http://127.0.0.1:" + port);
    AtomicBoolean asking = new AtomicBoolean(true);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    Future<Set<Integer>> answered = caller.submit(() -> statuses(revoked, later, asking));
    try {
      startWithoutNews(port, revoked);
      asking.set(false);
      assertThat(answered.get()).containsExactlyInAnyOrder(0, 503, 401);
    } finally {
      asking.set(false);
      caller.shutdown();
    }
  }

  /** While the table is locked, the node cannot read revocations. */
  private static void startWithoutNews(int port, TokenPair revoked) throws SQLException {
    TokenPair good = nodes.logIn();
    try (Connection connection = DriverManager.getConnection(nodes.database().url());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table revocations in access exclusive mode");
      try (TestServer server =
          TestServer.start(nodes.database().url(), Map.of("http.port", String.valueOf(port)))) {
        Http later = new Http(server.url(""));
        revoked.showAt(later).isProblem(503);
        good.showAt(later).isProblem(503);
        connection.rollback();
        Await.until("ready", PATIENCE, () -> later.status("/health/ready") == 200);
        assertRefused(revoked, later);
        assertThat(good.opens(later)).isTrue();
      }
    }
  }

  /** All statuses that the node answered while {@code asking} was true; 0 stands for no answer. */
  private static Set<Integer> statuses(TokenPair pair, Http node, AtomicBoolean asking)
      throws InterruptedException {
    Set<Integer> statuses = new TreeSet<>();
    while (asking.get()) {
      Thread.sleep(10);
      try {
        statuses.add(
            node.exchange("OPTIONS", "/user/update/", "", "Authorization", pair.bearer()).status());
      } catch (IOException e) {
        statuses.add(0);
      }
    }
    return statuses;
  }

  @Test
  void a_password_changed_by_a_command_ends_the_sessions_on_running_nodes() {
    String email = nodes.user();
    List<TokenPair> sessions = new ArrayList<>();
    for (Http node : nodes.both()) {
      sessions.add(TokenPair.logIn(node, email));
    }
    sessions.forEach(RevocationIT::assertOpens);
    ChildProcess command =
        Steward.run(
                Folders.fresh("revoking-command"),
                Folders.WAR,
                Steward.environment(nodes.database().url()),
                "changepassword",
                email)
            .type(NEW_PASSWORD, NEW_PASSWORD);
    assertThat(command.awaitExit(PATIENCE)).as(command.log()).isZero();
    for (TokenPair pair : sessions) {
      for (Http node : nodes.both()) {
        Await.until("the revocation is known after the command", KNOWN, () -> !pair.opens(node));
        assertRefused(pair, node);
      }
    }
  }
}
