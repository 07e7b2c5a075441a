package io.steward.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.admin.AdminTransactions;
import io.steward.admin.Administrators;
import io.steward.admin.Caller.Operator;
import io.steward.admin.IfMatch;
import io.steward.admin.user.UserChange;
import io.steward.audit.Actor;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.Notices;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.mail.Outbox;
import io.steward.password.Passwords;
import io.steward.settings.Settings;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import io.steward.throttle.Throttle;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Accounts with a great number of sessions. */
@Tag("long")
final class ManySessionsIT {
  private static final int MANY = 100_000;
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CURRENT = "\"current_password\":" + Caller.quoted(Caller.PASSWORD);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern NEXT = Pattern.compile("<(\\?[^>]+)>; rel=\"next\"");

  @AutoClose private static final TwoNodes nodes = TwoNodes.start(Map.of("sessions.per_user", "3"));

  private static final Settings SETTINGS = TestServer.settings(nodes.database().url(), Map.of());
  // Closed at the end, because that deregisters the JDBC driver.
  @AutoClose private static final Database DATABASE = new Database(SETTINGS.database());

  private static ServerAnswer at(Http node, String method, String path, TokenPair as, String json) {
    return node.json(method, path, json, "Authorization", as.bearer());
  }

  /** Adds sessions to a user. Their tokens live longer than those of the user's own log-ins. */
  private static void addSessions(String email, int number) {
    nodes
        .database()
        .execute(
            ("insert into sessions"
                    + " (id, user_id, key_id, expires_at, created_at, last_used_at, ip, user_agent)"
                    + " select lpad(u.id || '-' || i, 22, 'x'), u.id, 'key', now() + interval '1 day',"
                    + " now() - i * interval '1 ms', now() - make_interval(secs => i %% 1000),"
                    + " '192.0.2.1', 'Firefox'"
                    + " from users u, generate_series(1, %s) i where u.email = '%s'")
                .formatted(number, email));
    nodes.database().execute("analyze sessions");
  }

  private static void removeEnded() throws SQLException {
    try (Connection connection = DriverManager.getConnection(nodes.database().url())) {
      Chore removal = EndedSessionRemoval.chore();
      // A node may remove a batch at the same moment.
      while (removal.run(connection) || areLeft()) {
        assertThat(connection.isClosed()).isFalse();
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("select pg_stat_force_next_flush()");
      }
    }
  }

  private static boolean areLeft() {
    String left = "select 1 from bulk_revocations where sessions_left and user_id is not null";
    return !nodes.database().query(left).isEmpty();
  }

  private static long entriesRead() {
    return Long.parseLong(
        nodes
            .database()
            .query(
                "select sum(idx_tup_read) from pg_stat_user_indexes"
                    + " where relname = 'sessions' and indexrelname <> 'sessions_pkey'")
            .get(0));
  }

  private static String userId(String email) {
    return nodes.database().query("select id from users where email = '" + email + "'").get(0);
  }

  private static String countOf(String email) {
    String count =
        "select count(*) from sessions s join users u on u.id = s.user_id where u.email = '%s'";
    return nodes.database().query(count.formatted(email)).get(0);
  }

  /** A user with a great number of sessions, two of which have tokens. */
  private record Owner(String email, TokenPair one, TokenPair other) {
    static Owner add() {
      String email = nodes.user();
      Owner owner =
          new Owner(
              email, TokenPair.logIn(nodes.one(), email), TokenPair.logIn(nodes.other(), email));
      addSessions(email, MANY);
      return owner;
    }

    static void assertEnded(TokenPair... pairs) {
      for (TokenPair pair : pairs) {
        for (Http node : nodes.both()) {
          Await.until("the end is known at each node", KNOWN, () -> !pair.opens(node));
          assertThat(pair.refreshAt(node).isProblem(401).member("detail"))
              .isEqualTo("Invalid refresh token.");
        }
      }
    }
  }

  private static List<String> ids(ServerAnswer page) {
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(page.body());
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  @Test
  void the_list_has_pages_of_limited_size() {
    Owner owner = Owner.add();
    ServerAnswer first = at(nodes.one(), "GET", "/user/sessions/", owner.one(), "").is(200);
    assertThat(ids(first)).hasSize(100);
    assertThat(first.header("Link")).containsPattern(NEXT);
  }

  @Test
  void the_pages_contain_each_session_once_the_most_recently_used_first() {
    String email = nodes.user();
    TokenPair caller = TokenPair.logIn(nodes.one(), email);
    addSessions(email, 11);
    List<String> found = new ArrayList<>();
    String query = "?limit=5";
    List<Integer> sizes = new ArrayList<>();
    while (!query.isEmpty()) {
      ServerAnswer page = at(nodes.one(), "GET", "/user/sessions/" + query, caller, "").is(200);
      found.addAll(ids(page));
      sizes.add(ids(page).size());
      Matcher next = NEXT.matcher(page.header("Link"));
      query = next.matches() ? next.group(1) : "";
    }
    assertThat(sizes).containsExactly(5, 5, 2);
    assertThat(found)
        .containsExactlyElementsOf(
            nodes
                .database()
                .query(
                    "select s.id from sessions s join users u on u.id = s.user_id where email = '"
                        + email
                        + "' order by last_used_at desc, s.id desc"));
  }

  @Test
  void malformed_page_parameters_are_refused() {
    TokenPair caller = nodes.logIn();
    for (String query :
        List.of(
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=",
            "limit",
            "limit=1&limit=1",
            "limit=1e2",
            "cursor=",
            "cursor=abc",
            "cursor=MS5h=",
            "cursor=%4DS5h",
            "cursor=MS5h&cursor=MS5h",
            "cursor=MDEuYQ",
            "cursor=OTk5OTk5OTk5OTk5OTk5OTk5LmE")) {
      assertThat(at(nodes.one(), "GET", "/user/sessions/?" + query, caller, "").status())
          .as(query)
          .isEqualTo(400);
    }
  }

  @Test
  void a_cursor_works_only_in_the_list_that_it_comes_from() {
    Owner owner = Owner.add();
    String next =
        at(nodes.one(), "GET", "/user/sessions/?limit=1", owner.one(), "")
            .is(200)
            .header("Link")
            .replaceAll("<(.*)>.*", "$1");
    at(nodes.one(), "GET", "/user/sessions/" + next, owner.one(), "").is(200);
    at(nodes.one(), "GET", "/user/sessions/" + next, nodes.logIn(), "").is(400);
  }

  @Test
  void a_log_out_everywhere_ends_any_number_of_sessions() throws SQLException {
    Owner owner = Owner.add();
    at(nodes.one(), "POST", "/user/revoke_token/", owner.one(), "{\"everywhere\":true}").is(204);
    Owner.assertEnded(owner.one(), owner.other());
    TokenPair again = TokenPair.logIn(nodes.other(), owner.email());
    long before = entriesRead();
    removeEnded();
    assertThat(countOf(owner.email())).isEqualTo("1");
    // Each batch continues where the last one ended.
    assertThat(entriesRead() - before).isLessThan(5 * MANY);
    assertThat(again.opens(nodes.one())).isTrue();
    again.refreshAt(nodes.one()).is(200);
  }

  @Test
  void a_locked_session_does_not_delay_the_removal_of_other_users_sessions() throws SQLException {
    String lockedUser = nodes.user();
    String email = nodes.user();
    try (Connection connection = DriverManager.getConnection(nodes.database().url());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String each : List.of(lockedUser, email)) {
        addSessions(each, 1_000);
        TokenPair caller = TokenPair.logIn(nodes.one(), each);
        at(nodes.one(), "POST", "/user/revoke_token/", caller, "{\"everywhere\":true}").is(204);
        if (each.equals(lockedUser)) {
          statement.execute(
              "select from sessions where user_id = %s limit 1 for update"
                  .formatted(userId(lockedUser)));
        }
      }
      try (Connection other = DriverManager.getConnection(nodes.database().url())) {
        Chore removal = EndedSessionRemoval.chore();
        Await.until(
            "the other user's sessions are removed",
            PATIENCE,
            () -> {
              while (run(removal, other)) {
                assertThat(countOf(lockedUser)).isNotEqualTo("0");
              }
              return countOf(email).equals("0");
            });
      }
      assertThat(countOf(lockedUser)).isEqualTo("1");
    }
    removeEnded();
    assertThat(countOf(lockedUser)).isEqualTo("0");
  }

  private static boolean run(Chore chore, Connection connection) {
    try {
      return chore.run(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tokens_of_a_session_ended_with_others_end_no_other_session() {
    Owner owner = Owner.add();
    String everywhere = "{\"everywhere\":true}";
    at(nodes.one(), "POST", "/user/revoke_token/", owner.one(), everywhere).is(204);
    TokenPair later = TokenPair.logIn(nodes.one(), owner.email());
    for (Http node : nodes.both()) {
      at(node, "POST", "/user/revoke_token/", owner.one(), everywhere).is(204);
      String json = "{\"everywhere\":true,\"refresh_token\":\"" + owner.other().refresh() + "\"}";
      node.json("POST", "/user/revoke_token/", json).is(204);
    }
    nodes.both().forEach(node -> assertThat(later.opens(node)).isTrue());
    later.refreshAt(nodes.one()).is(200);
  }

  @Test
  void a_change_of_password_ends_any_number_of_other_sessions() {
    Owner owner = Owner.add();
    String json = "{" + CURRENT + ",\"new_password\":\"analytical engine\"}";
    TokenPair fresh =
        TokenPair.of(at(nodes.one(), "POST", "/user/change_password/", owner.one(), json).is(200));
    Owner.assertEnded(owner.one(), owner.other());
    nodes.both().forEach(node -> assertThat(fresh.opens(node)).isTrue());
    fresh.refreshAt(nodes.other()).is(200);
  }

  @Test
  void a_new_password_by_patch_keeps_only_the_session_that_set_it() {
    Owner owner = Owner.add();
    String json = "{" + CURRENT + ",\"password\":\"analytical engine\"}";
    at(nodes.one(), "PATCH", "/user/update/", owner.one(), json).is(200);
    Owner.assertEnded(owner.other());
    nodes.both().forEach(node -> assertThat(owner.one().opens(node)).isTrue());
    TokenPair next = TokenPair.of(owner.one().refreshAt(nodes.other()).is(200));
    nodes.both().forEach(node -> assertThat(next.opens(node)).isTrue());
  }

  @Test
  void a_deletion_ends_any_number_of_sessions() {
    Owner owner = Owner.add();
    at(nodes.one(), "DELETE", "/user/update/", owner.one(), "{" + CURRENT + "}").is(204);
    Owner.assertEnded(owner.one(), owner.other());
  }

  @Test
  void a_deactivation_ends_any_number_of_sessions() {
    Owner owner = Owner.add();
    DATABASE.connect();
    Throttle throttle = new Throttle(DATABASE, SETTINGS.throttle());
    Notices notices = new Notices(new Outbox(SETTINGS.mail()), throttle);
    NewPassword unused = new NewPassword(new Passwords(), throttle, notices);
    Operator operator = new Operator(new Actor.Command("root@test"));
    AdminTransactions transactions =
        new AdminTransactions(
            new SessionTransactions(SETTINGS, DATABASE, TestTokens.noRevocations()),
            new Administrators(DATABASE, SETTINGS.web().adminNetworks(), Clock.systemUTC()));
    new UserChange(transactions, unused, notices, Clock.systemUTC())
        .change(
            operator,
            Long.parseLong(userId(owner.email())),
            IfMatch.ANY,
            UserChange.Patch.of(new UserChange.Activity.Inactive()));
    Owner.assertEnded(owner.one(), owner.other());
  }

  @Test
  void the_sessions_of_all_users_that_started_before_a_time_can_be_ended() throws SQLException {
    TokenPair one = nodes.logIn();
    TokenPair other = TokenPair.logIn(nodes.other(), nodes.user());
    DATABASE.connect();
    new SessionTransactions(SETTINGS, DATABASE, TestTokens.noRevocations())
        .inTransaction(
            (em, sessions) -> {
              sessions.endEverybody(Instant.now().plusSeconds(1));
              return true;
            });
    Owner.assertEnded(one, other);
    String email = nodes.user();
    Await.until(
        "later log-ins are accepted",
        PATIENCE,
        () -> TokenPair.logIn(nodes.one(), email).opens(nodes.other()));
    removeEnded();
    assertThat(one.refreshAt(nodes.one()).status()).isEqualTo(401);
  }

  @Test
  void at_a_log_in_over_the_limit_the_session_idle_longest_ends() {
    String email = nodes.user();
    TokenPair first = TokenPair.logIn(nodes.one(), email);
    TokenPair second = TokenPair.logIn(nodes.one(), email);
    TokenPair third = TokenPair.logIn(nodes.one(), email);
    TokenPair used = TokenPair.of(first.refreshAt(nodes.one()).is(200));
    assertThat(countOf(email)).isEqualTo("3");
    TokenPair fourth = TokenPair.logIn(nodes.other(), email);
    assertThat(countOf(email)).isEqualTo("3");
    for (Http node : nodes.both()) {
      Await.until("the end is known at each node", KNOWN, () -> !second.opens(node));
      assertThat(used.opens(node)).isTrue();
      assertThat(third.opens(node)).isTrue();
      assertThat(fourth.opens(node)).isTrue();
    }
  }

  @Test
  void each_log_in_ends_a_limited_number_of_surplus_sessions() {
    String email = nodes.user();
    addSessions(email, 250);
    TokenPair first = TokenPair.logIn(nodes.one(), email);
    assertThat(countOf(email)).isEqualTo("151");
    TokenPair.logIn(nodes.one(), email);
    TokenPair.logIn(nodes.one(), email);
    assertThat(countOf(email)).isEqualTo("3");
    assertThat(first.opens(nodes.one())).isTrue();
  }
}
