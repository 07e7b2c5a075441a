package io.steward.node.chores;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.clock.ReferenceClock;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.node.Nodes;
import io.steward.node.RevocationFeed;
import io.steward.settings.Settings;
import io.steward.testing.Await;
import io.steward.testing.LogLines;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.token.Revocations;
import io.steward.token.key.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each chore runs when it is due, even if other chores fail. */
final class UpkeepIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Settings SETTINGS = TestServer.settings(DATABASE.url(), Map.of());
  private static final Duration ALWAYS = Duration.ofNanos(1);
  private static final Duration LATER = Duration.ofHours(1);

  private final List<String> ran = new ArrayList<>();

  @BeforeAll
  static void migrate() {
    DATABASE.migrate();
  }

  /** Each test closes its database, which deregisters the JDBC driver. */
  @BeforeEach
  void registerDriver() {
    TestServer.registerDriver();
  }

  private Chore.Work work(String name) {
    return connection -> {
      ran.add(name);
      return false;
    };
  }

  private static Chore.Work failure(String message) {
    return connection -> {
      throw new IllegalStateException(message);
    };
  }

  private static Upkeep upkeep(Database database, Keys keys, Chore... chores) {
    return new Upkeep(
        "steward-upkeep", database, new Nodes(keys.ring()).presence(), List.of(chores));
  }

  /** Runs the chores on a new connection, and then between this many looks of the feed. */
  private static List<String> run(int looks, Chore... chores) {
    return LogLines.of(
        "io.steward.node",
        () -> {
          try (Database database = new Database(SETTINGS.database());
              Connection connection = database.server().connection();
              Keys keys = new Keys(SETTINGS.jwt(), Clock.systemUTC())) {
            Upkeep upkeep = upkeep(database, keys, chores);
            upkeep.begin(connection);
            for (int i = 0; i < looks; i++) {
              upkeep.attend(connection);
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void only_one_chore_runs_between_two_looks() {
    run(1, Chore.every(ALWAYS, "one", work("one")), Chore.every(ALWAYS, "two", work("two")));
    assertThat(ran).hasSize(1);
  }

  @Test
  void the_chore_that_waited_longest_runs_next() {
    run(
        4,
        Chore.every(
            ALWAYS,
            "one",
            connection -> {
              ran.add("one");
              return true;
            }),
        Chore.every(ALWAYS, "two", work("two")));
    assertThat(ran).containsExactly("one", "two", "one", "two");
  }

  @Test
  void the_chores_after_a_failed_one_still_run_and_the_failure_is_logged() {
    List<String> log =
        run(
            6,
            Chore.every(ALWAYS, "bad statement", c -> c.createStatement().execute("selekt")),
            Chore.every(ALWAYS, "bad code", failure("broken")),
            Chore.every(ALWAYS, "good", work("good")));
    assertThat(ran).containsExactly("good", "good");
    assertThat(log)
        .anyMatch(line -> line.startsWith("WARNING") && line.contains("bad statement: ERROR: "))
        .anyMatch(line -> line.contains("bad code: broken"));
  }

  @Test
  void a_chore_that_keeps_failing_is_logged_once() {
    List<String> log = run(3, Chore.every(ALWAYS, "bad", failure("broken")));
    assertThat(log).singleElement().asString().contains("next attempt in 1 s: bad: broken");
  }

  @Test
  void a_chore_that_runs_out_of_memory_does_not_stop_the_others() {
    List<String> log =
        run(
            2,
            Chore.onConnectAndEvery(
                ALWAYS,
                "big",
                connection -> {
                  throw new OutOfMemoryError("Java heap space");
                }),
            Chore.onConnectAndEvery(ALWAYS, "good", work("good")));
    assertThat(ran).containsExactly("good", "good");
    assertThat(log)
        .allMatch(line -> line.endsWith("big: java.lang.OutOfMemoryError: Java heap space"));
  }

  @Test
  void a_chore_that_fails_on_a_new_connection_does_not_stop_the_others() {
    List<String> log =
        run(
            0,
            Chore.onConnectAndEvery(LATER, "bad", c -> c.createStatement().execute("selekt")),
            Chore.onConnectAndEvery(LATER, "good", work("good")));
    assertThat(ran).containsExactly("good");
    assertThat(log).hasSize(1);
  }

  @Test
  void chores_are_skipped_on_a_closed_connection() {
    List<String> log =
        run(
            2,
            Chore.onConnectAndEvery(
                LATER,
                "lose the connection",
                connection -> {
                  connection.close();
                  return false;
                }),
            Chore.onConnectAndEvery(ALWAYS, "skipped", work("skipped")));
    assertThat(ran).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void a_chore_with_more_to_do_is_due_again_at_once() {
    run(
        3,
        Chore.onConnectAndEvery(
            LATER,
            "three steps",
            connection -> {
              ran.add("step");
              return ran.size() < 3;
            }),
        Chore.every(LATER, "not yet due", work("late")));
    assertThat(ran).containsExactly("step", "step", "step");
  }

  @Test
  void upkeep_waits_only_briefly_while_a_chore_has_more_to_do() throws SQLException {
    try (Database database = new Database(SETTINGS.database());
        Connection connection = database.server().connection();
        Keys keys = new Keys(SETTINGS.jwt(), Clock.systemUTC())) {
      Chore twoSteps =
          Chore.onConnectAndEvery(LATER, "two steps", c -> ran.add("step") && ran.size() < 2);
      Upkeep upkeep = upkeep(database, keys, twoSteps);
      assertThat(upkeep.pause(LATER)).isEqualTo(LATER);
      upkeep.begin(connection);
      assertThat(upkeep.pause(LATER)).isLessThan(LATER);
      upkeep.attend(connection);
      assertThat(upkeep.pause(LATER)).isEqualTo(LATER);
    }
  }

  @Test
  void a_chore_with_many_pieces_does_not_wait_between_them() {
    // With a full wait after each piece, these would take a minute.
    AtomicInteger left = new AtomicInteger(240);
    Chore many =
        Chore.onConnectAndEvery(
            Duration.ofHours(1), "many pieces", connection -> left.decrementAndGet() > 0);
    try (Keys keys = new Keys(SETTINGS.jwt(), Clock.systemUTC());
        Database database = new Database(SETTINGS.database());
        Upkeep upkeep = upkeep(database, keys, many)) {
      database.connect();
      upkeep.start();
      Await.until("all pieces are done", Duration.ofSeconds(30), () -> left.get() == 0);
    }
  }

  @Test
  void a_slow_chore_does_not_delay_the_revocation_feed() {
    Chore slow =
        Chore.onConnectAndEvery(
            ALWAYS, "slow", c -> c.createStatement().execute("select pg_sleep(2.5)"));
    Revocations revocations = new Revocations(Duration.ofMinutes(1));
    ReferenceClock clock = new ReferenceClock(Clock.systemUTC());
    try (Keys keys = new Keys(SETTINGS.jwt(), Clock.systemUTC());
        Database database = new Database(SETTINGS.database());
        Upkeep upkeep = upkeep(database, keys, slow);
        RevocationFeed feed =
            new RevocationFeed(database, revocations, new Nodes(keys.ring()), clock)) {
      database.connect();
      upkeep.start();
      feed.start();
      feed.awaitFirst(Duration.ofSeconds(5));
      for (int i = 1; i <= 5; i++) {
        int known = i;
        DATABASE.execute(
            "insert into revocations (session_id, expires_at)"
                + " values ('slow%s', now() + interval '1 hour')".formatted(i));
        Await.until("known", Duration.ofSeconds(1), () -> revocations.size() == known);
      }
    }
  }

  @Test
  void every_chore_does_its_last_work_even_if_another_one_fails() throws SQLException {
    Chore failing = Chore.every(LATER, "failing", work("")).andAtEnd(failure("broken"));
    Chore last = Chore.every(LATER, "last", work("")).andAtEnd(work("last"));
    try (Database database = new Database(SETTINGS.database());
        Connection connection = database.server().connection();
        Keys keys = new Keys(SETTINGS.jwt(), Clock.systemUTC())) {
      Upkeep upkeep = upkeep(database, keys, failing, last);
      upkeep.begin(connection);
      upkeep.finish(connection);
    }
    assertThat(ran).containsExactly("last");
  }
}
