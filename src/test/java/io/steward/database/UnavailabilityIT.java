package io.steward.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.LogLines;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests while PostgreSQL refuses to serve, for reasons that Steward does not cause. */
@Tag("long")
final class UnavailabilityIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int CLIENTS = 8;

  private final TestDatabase database = TestDatabase.create();
  private TestServer server = TestServer.start(database);
  private Caller caller = new Caller(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart(String url, Map<String, String> further) {
    server.close();
    server = TestServer.start(url, further);
    caller = new Caller(server);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          revoke select on sessions from steward | grant select on sessions to steward
          revoke update on users from steward | grant update on users to steward
          alter table sessions rename to renamed | alter table renamed rename to sessions
          alter table users rename first_name to given | alter table users rename given to first_name
          """)
  void a_refusal_of_postgresql_is_503_and_not_ready_until_it_is_mended(String harm, String remedy) {
    Visitor visitor = Visitor.arrive(database, caller);
    List<String> lines =
        LogLines.of(
            "io.steward",
            Level.WARNING,
            () -> {
              database.execute(harm);
              for (int i = 0; i < 3; i++) {
                assertUnavailable(caller.logIn(visitor.email(), Caller.PASSWORD));
                caller.get("/health/ready").assertStatus(503);
              }
            });
    assertThat(lines).filteredOn(line -> line.contains("get 503: ERROR: ")).hasSizeLessThan(3);
    assertThat(lines).noneMatch(line -> line.contains("Exception"));
    database.execute(remedy);
    caller.logIn(visitor.email(), Caller.PASSWORD).assertStatus(200);
    caller.get("/health/ready").assertStatus(200);
  }

  private static void assertUnavailable(Answer answer) {
    answer.assertStatus(503);
    assertThat(answer.header("Retry-After")).isEqualTo("2");
  }

  @Test
  void a_locked_table_makes_requests_fail_within_5_s_and_opens_no_further_connection()
      throws Exception {
    Visitor visitor = Visitor.arrive(database, caller);
    List<Visitor.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      pairs.add(visitor.logIn());
    }
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table sessions");
      for (int round = 0; round < 3; round++) {
        long start = System.nanoTime();
        Crowd.call(pairs.stream().<Callable<Answer>>map(p -> () -> visitor.refresh(p)).toList())
            .forEach(UnavailabilityIT::assertUnavailable);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      }
      caller.get("/health/ready").assertStatus(503);
      // The pool, the feed, and this test's two.
      assertThat(sessionsOfServer()).isLessThanOrEqualTo(13);
      other.rollback();
    }
    pairs.forEach(pair -> visitor.refreshed(pair));
    caller.get("/health/ready").assertStatus(200);
  }

  @Test
  void a_database_that_accepts_no_writes_is_not_ready() {
    Visitor visitor = Visitor.arrive(database, caller);
    String name = database.query("select current_database()").get(0);
    database.execute("alter database " + name + " set default_transaction_read_only = on");
    database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and usename = 'steward'");
    Await.until("not ready", PATIENCE, () -> caller.get("/health/ready").status() == 503);
    Await.until(
        "503", PATIENCE, () -> caller.logIn(visitor.email(), Caller.PASSWORD).status() == 503);
    caller.get("/health/ready").assertStatus(503);
    database.execute(
        "set transaction read write; alter database "
            + name
            + " reset default_transaction_read_only");
    database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and usename = 'steward'");
    Await.until("ready", PATIENCE, () -> caller.get("/health/ready").status() == 200);
    visitor.logIn();
  }

  private int sessionsOfServer() {
    return Integer.parseInt(
        database
            .query("select count(*) from pg_stat_activity where datname = current_database()")
            .get(0));
  }

  @ParameterizedTest
  @CsvSource({"serializable", "repeatable read"})
  void refreshes_at_once_succeed_whatever_the_databases_isolation(String isolation)
      throws Exception {
    database.execute(
        "do $$ begin execute format('alter database %I set default_transaction_isolation = ''"
            + isolation
            + "''', current_database()); end $$");
    restart(database.url(), Map.of());
    Visitor visitor = Visitor.arrive(database, caller);
    Visitor.Pair pair = visitor.logIn();
    for (int round = 0; round < 5; round++) {
      Visitor.Pair newest = pair;
      List<Answer> answers =
          Crowd.call(Collections.<Callable<Answer>>nCopies(CLIENTS, () -> visitor.refresh(newest)));
      answers.forEach(answer -> answer.assertStatus(200));
      pair = Visitor.Pair.of(answers.get(0));
    }
  }

  @Test
  void a_role_that_may_not_connect_any_more_is_503_until_it_may() {
    String role = "guest_" + System.nanoTime();
    database.execute("create role " + role + " login in role steward");
    restart(database.url().replace("user=steward", "user=" + role), Map.of());
    Visitor visitor = Visitor.arrive(database, caller);
    visitor.logIn();
    database.execute("alter role " + role + " nologin");
    database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + role + "'");
    Await.until("not ready", PATIENCE, () -> caller.get("/health/ready").status() == 503);
    assertUnavailable(caller.logIn(visitor.email(), Caller.PASSWORD));
    database.execute("alter role " + role + " login");
    Await.until("ready", PATIENCE, () -> caller.get("/health/ready").status() == 200);
    visitor.logIn();
  }
}
