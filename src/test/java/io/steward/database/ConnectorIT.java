package io.steward.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.database.connection.DatabaseRefusal;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.testing.Await;
import io.steward.testing.LogLines;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConnectorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void a_database_that_refuses_after_an_outage_is_logged_once() {
    String url = TestDatabase.create().url();
    List<String> lines = LogLines.of("io.steward.database", () -> connectFourTimes(url));
    assertThat(lines).filteredOn("SEVERE database unusable: wrong rights"::equals).hasSize(1);
  }

  @Test
  void a_refused_first_attempt_is_reported_to_the_caller_alone_and_is_the_last() {
    attempts.set(1);
    String url = TestDatabase.create().url();
    List<String> lines =
        LogLines.of(
            "io.steward.database",
            () -> {
              try (Database database = new Database(TestServer.settings(url, Map.of()).database());
                  Connector connector = new Connector(database, () -> {}, connection -> refuse())) {
                connector.start();
                assertThatThrownBy(connector::awaitFirstAttempt).hasMessage("wrong rights");
                Await.until("the attempts end", PATIENCE, ConnectorIT::isNobodyConnecting);
              }
            });
    assertThat(lines).isEmpty();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void a_first_attempt_that_runs_out_of_memory_is_followed_by_another() {
    String url = TestDatabase.create().url();
    try (Database database = new Database(TestServer.settings(url, Map.of()).database());
        Connector connector = new Connector(database, () -> {}, connection -> exhaustOnce())) {
      connector.start();
      assertThat(connector.awaitFirstAttempt()).isFalse();
      Await.until("the second attempt", PATIENCE, database::isConnected);
    }
  }

  /** A pool that meets a server which does not answer pauses for longer and longer. */
  @Test
  void the_pool_begins_its_work_with_the_first_borrower() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    TestDatabase used = TestDatabase.create();
    used.migrate();
    try (Database database = new Database(TestServer.settings(used.url(), Map.of()).database())) {
      assertThat(poolThreads(before)).isEmpty();
      database.connect();
      assertThat(poolThreads(before)).isNotEmpty();
    }
  }

  private static List<Thread> poolThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("steward-pool") && !before.contains(thread))
        .toList();
  }

  @Test
  void the_first_attempt_waits_until_the_server_has_started() {
    CountDownLatch started = new CountDownLatch(1);
    String url = TestDatabase.create().url();
    try (Database database = new Database(TestServer.settings(url, Map.of()).database());
        Connector connector =
            new Connector(database, () -> await(started), connection -> attempts.addAndGet(1))) {
      connector.start();
      Await.until("the connector waits", PATIENCE, () -> attempts.get() == -1);
      assertThat(database.isConnected()).isFalse();
      started.countDown();
      Await.until("it connects", PATIENCE, database::isConnected);
      assertThat(attempts).hasValue(0);
    }
  }

  private void await(CountDownLatch started) {
    attempts.set(-1);
    try {
      started.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_server_that_does_not_start_is_reported_to_the_caller() {
    String url = TestDatabase.create().url();
    try (Database database = new Database(TestServer.settings(url, Map.of()).database());
        Connector connector = new Connector(database, this::refuse, connection -> {})) {
      attempts.set(1);
      connector.start();
      assertThatThrownBy(connector::awaitFirstAttempt).hasMessage("wrong rights");
    }
  }

  private void exhaustOnce() {
    if (attempts.incrementAndGet() == 1) {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  private static boolean isNobodyConnecting() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().equals("steward-database"));
  }

  private void connectFourTimes(String url) {
    try (Database database = new Database(TestServer.settings(url, Map.of()).database());
        Connector connector = new Connector(database, () -> {}, connection -> refuse())) {
      connector.start();
      assertThat(connector.awaitFirstAttempt()).isFalse();
      Await.until("the fourth attempt", PATIENCE, () -> attempts.get() > 3);
    }
  }

  private void refuse() {
    if (attempts.incrementAndGet() == 1) {
      throw new ProblemException(ProblemType.UNAVAILABLE, new IllegalStateException("down"));
    }
    throw new DatabaseRefusal("wrong rights");
  }
}
