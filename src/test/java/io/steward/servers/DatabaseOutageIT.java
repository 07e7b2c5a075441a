package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.LostFilter;
import io.steward.testing.OwnPostgres;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node whose database starts late, stops, hangs and restarts. */
@Tag("long")
class DatabaseOutageIT {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final String PASSWORD = "korrekt Pferd Batterie";

  private static OwnPostgres postgres;
  private static Steward steward;
  private static String bearer;

  /**
   * The node starts before its database, so every test here also shows that it recovers from that.
   */
  @BeforeAll
  static void start_the_node_before_its_database() throws Exception {
    postgres = new OwnPostgres(Folders.fresh("outage-postgres"));
    Map<String, String> environment = new HashMap<>(Steward.environment(postgres.url()));
    environment.put("STEWARD_DATABASE_POOL_SIZE", "4");
    environment.putAll(ForwardAuthContract.settings(Folders.fresh("outage-rules")));
    steward = Steward.serve(Folders.fresh("outage"), Folders.WAR, environment);
    assertAway("before the database has started");

    try (Socket silent = acceptAndSayNothing()) {
      assertAway("while a server accepts connections but never answers");
      postgres.start();
      assertThat(steward.awaitReady(RECOVERY)).isLessThan(RECOVERY);
      assertThat(silent.isClosed()).isFalse();
    }
    register("first@example.com").is(201);
    bearer =
        "Bearer "
            + http()
                .post(
                    "/user/obtain_token/",
                    "{\"email\":\"first@example.com\",\"password\":\"" + PASSWORD + "\"}")
                .is(200)
                .member("token");
  }

  /** Like a server that loses power: its clients are not notified. */
  private static Socket acceptAndSayNothing() throws IOException {
    try (ServerSocket listener =
        new ServerSocket(postgres.port(), 50, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout((int) RECOVERY.toMillis());
      return listener.accept();
    }
  }

  @AfterAll
  static void stop() {
    if (steward != null) {
      steward.close();
    }
    postgres.close();
  }

  private static Http http() {
    return steward.http();
  }

  private static ServerAnswer register(String email) {
    return http()
        .post("/user/create/", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD));
  }

  private static void assertAway(String when) {
    assertThat(http().get("/health/live").is(200).body()).contains("live");
    ServerAnswer ready = promptly(() -> http().get("/health/ready")).isProblem(503);
    assertThat(ready.member("detail")).as(when).isEqualTo("database");
    assertThat(ready.header("Retry-After")).isNotEmpty();
    assertUnavailable(promptly(() -> register("away@example.com")));
    assertUnavailable(
        promptly(
            () -> http().post("/user/obtain_token/", "{\"email\":\"a@b.cd\",\"password\":\"x\"}")));
  }

  private static void assertUnavailable(ServerAnswer answer) {
    assertThat(answer.isProblem(503).header("Retry-After")).isNotEmpty();
  }

  private static ServerAnswer promptly(java.util.function.Supplier<ServerAnswer> request) {
    long start = System.nanoTime();
    ServerAnswer answer = request.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ANSWER);
    return answer;
  }

  /** Tokens are still verified; requests that need the database get 503 with Retry-After. */
  private static void assertVerificationGoesOn() {
    promptly(() -> LostFilter.askAsProxy(http(), bearer)).is(200);
    promptly(() -> http().get("/user/update/", "Authorization", bearer + "x")).isProblem(401);
    promptly(() -> http().get("/user/update/")).isProblem(401);
    promptly(() -> http().send("OPTIONS", "/user/update/", "", "Authorization", bearer)).is(200);
    assertUnavailable(promptly(() -> http().get("/user/update/", "Authorization", bearer)));
    assertUnavailable(
        promptly(
            () ->
                http()
                    .json(
                        "PATCH",
                        "/user/update/",
                        "{\"first_name\":\"A\"}",
                        "Authorization",
                        bearer)));
  }

  private static void assertRecovers() {
    steward.awaitReady(RECOVERY);
    for (int i = 0; i < 8; i++) {
      http().get("/user/update/", "Authorization", bearer).is(200);
    }
  }

  @Test
  void a_node_reports_a_stopped_database_and_recovers_when_it_restarts() {
    postgres.stop();
    assertVerificationGoesOn();
    assertAway("while the database is stopped");
    postgres.start();
    assertRecovers();
  }

  @Test
  void a_hanging_database_leads_to_503_in_time() {
    postgres.freeze();
    try {
      assertVerificationGoesOn();
      assertAway("while the database hangs");
    } finally {
      postgres.thaw();
    }
    assertRecovers();
  }

  @Test
  void many_requests_while_the_database_hangs_are_all_answered_in_time() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(30);
    postgres.freeze();
    try {
      List<java.util.concurrent.Callable<ServerAnswer>> requests =
          Collections.nCopies(
              60, () -> promptly(() -> http().get("/user/update/", "Authorization", bearer)));
      for (var answer : clients.invokeAll(requests)) {
        assertUnavailable(answer.get());
      }
    } finally {
      postgres.thaw();
      clients.shutdownNow();
    }
    assertRecovers();
  }

  @Test
  void acknowledged_changes_survive_a_killed_database() throws Exception {
    Set<String> acknowledged = Collections.synchronizedSet(new TreeSet<>());
    Set<Integer> statuses = Collections.synchronizedSet(new TreeSet<>());
    AtomicBoolean writing = new AtomicBoolean(true);
    ExecutorService writers = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      String name = "writer" + i + "-";
      writers.execute(() -> write(name, writing, acknowledged, statuses));
    }
    Thread.sleep(1_500);
    postgres.kill();
    Thread.sleep(1_000);
    postgres.start();
    steward.awaitReady(RECOVERY);
    int before = acknowledged.size();
    io.steward.testing.Await.until(
        "more acknowledged changes", RECOVERY, () -> acknowledged.size() > before + 5);
    writing.set(false);
    writers.shutdown();
    assertThat(writers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

    assertThat(before).isPositive();
    assertThat(statuses).containsOnly(201, 503);
    assertThat(stored()).containsAll(acknowledged);
    assertRecovers();
  }

  private static void write(
      String name, AtomicBoolean writing, Set<String> acknowledged, Set<Integer> statuses) {
    for (int i = 0; writing.get(); i++) {
      String email = name + i + "@example.com";
      int status = register(email).status();
      statuses.add(status);
      if (status == 201) {
        acknowledged.add(email);
      }
    }
  }

  private static Set<String> stored() throws SQLException {
    return new TreeSet<>(postgres.query("select email from users"));
  }

  @Test
  void a_database_outage_is_logged_without_a_stack_trace_per_request() {
    postgres.stop();
    // The test ignores the log of these first requests, because the pool logs each lost connection.
    for (int i = 0; i < 5; i++) {
      http().get("/user/update/", "Authorization", bearer).is(503);
    }
    int lines = (int) steward.process().err().lines().count();
    for (int i = 0; i < 5; i++) {
      http().get("/user/update/", "Authorization", bearer).is(503);
    }
    int more = (int) steward.process().err().lines().count() - lines;
    postgres.start();
    assertRecovers();
    assertThat(more).isLessThan(10);
  }
}
