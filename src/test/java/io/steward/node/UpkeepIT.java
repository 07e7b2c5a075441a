package io.steward.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.settings.Settings;
import io.steward.testing.LogLines;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.token.Revocations;
import io.steward.token.key.Keys;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
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
    try (Database opened = new Database(SETTINGS.database())) {
      opened.migrate();
    }
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

  /** Runs the chores on a new connection, and then between this many looks of the feed. */
  private static List<String> run(int looks, Chore... chores) {
    return LogLines.of(
        "io.steward.node",
        () -> {
          try (Connection connection = DriverManager.getConnection(DATABASE.url());
              Keys keys = new Keys(SETTINGS.jwt(), Clock.systemUTC())) {
            Upkeep upkeep = new Upkeep(new Nodes(keys.ring()), Revocations.none(), List.of(chores));
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
  void the_feed_waits_only_briefly_while_a_chore_has_more_to_do() throws SQLException {
    try (Connection connection = DriverManager.getConnection(DATABASE.url());
        Keys keys = new Keys(SETTINGS.jwt(), Clock.systemUTC())) {
      Chore twoSteps =
          Chore.onConnectAndEvery(LATER, "two steps", c -> ran.add("step") && ran.size() < 2);
      Upkeep upkeep = new Upkeep(new Nodes(keys.ring()), Revocations.none(), List.of(twoSteps));
      assertThat(upkeep.pause(LATER)).isEqualTo(LATER);
      upkeep.begin(connection);
      assertThat(upkeep.pause(LATER)).isLessThan(LATER);
      upkeep.attend(connection);
      assertThat(upkeep.pause(LATER)).isEqualTo(LATER);
    }
  }
}
