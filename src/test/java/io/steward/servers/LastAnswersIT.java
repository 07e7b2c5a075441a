package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that is stopped while a client waits for its response. */
@Tag("long")
class LastAnswersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // Longer than a stopping Tomcat waits by default, but shorter than the statement timeout.
  private static final Duration WORK = Duration.ofMillis(2_400);
  private static final String KEPT_ALIVE =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";

  private static final Duration LOAD = Duration.ofSeconds(20);

  private final TestDatabase database = TestDatabase.create();

  @Test
  void a_stopping_node_answers_pending_requests_and_accepts_no_new_ones() throws Exception {
    // Otherwise the request would give up after two seconds.
    String url = database.url() + "&socketTimeout=20&options=-c%20lock_timeout%3D15s";
    try (Steward node =
            Steward.serve(Folders.fresh("last-answers"), Folders.WAR, Steward.environment(url));
        Connection connection = DriverManager.getConnection(database.url());
        Statement lock = connection.createStatement();
        Socket keptAlive = connect(node)) {
      node.awaitReady(PATIENCE);
      assertThat(ask(keptAlive)).doesNotContainIgnoringCase("Connection: close");
      connection.setAutoCommit(false);
      lock.execute("lock table users");
      CompletableFuture<ServerAnswer> registration =
          CompletableFuture.supplyAsync(
              () -> node.http().post("/user/create/", TokenPair.credentials("last@node.example")));
      Await.until("the request waits for the lock", PATIENCE, this::someoneWaits);
      node.process().terminate();
      Await.until("the node accepts no new connections", PATIENCE, () -> !connects(node));
      assertThat(ask(keptAlive))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Connection: close");
      Thread.sleep(WORK.toMillis());
      connection.commit();
      registration.get().is(201);
      node.process().awaitExit(PATIENCE);
      assertThat(node.process().err()).doesNotContain("Exception");
    }
  }

  @Test
  void a_draining_node_is_not_ready_but_serves_until_it_closes() throws Exception {
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.put("STEWARD_HTTP_DRAIN", "3");
    try (Steward node = Steward.serve(Folders.fresh("drained"), Folders.WAR, environment);
        Socket keptAlive = connect(node)) {
      node.awaitReady(PATIENCE);
      assertThat(ask(keptAlive)).doesNotContainIgnoringCase("Connection: close");
      node.process().terminate();
      Await.until(
          "the node is not ready", PATIENCE, () -> node.http().status("/health/ready") == 503);
      assertThat(node.http().get("/health/ready").isProblem(503).member("detail"))
          .isEqualTo("leaving");
      node.http().post("/user/create/", TokenPair.credentials("late@node.example")).is(201);
      assertThat(ask(keptAlive))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Connection: close");
      node.process().awaitExit(PATIENCE);
      assertThat(node.process().out()).contains("Stopping: reported as not ready");
      assertThat(node.process().err())
          .containsSubsequence("io.steward: stopping", "\"registered\"", "io.steward: stopped\n");
      assertThat(node.process().err()).doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 12})
  void under_load_a_stopping_node_answers_or_closes_but_does_not_fail(int drain) throws Exception {
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.put("STEWARD_HTTP_DRAIN", String.valueOf(drain));
    try (Steward node = Steward.serve(Folders.fresh("loaded-" + drain), Folders.WAR, environment)) {
      node.awaitReady(PATIENCE);
      Load load = new Load(node);
      CompletableFuture<Void> running = CompletableFuture.runAsync(load::run);
      Await.until("the load runs", LOAD, () -> load.statuses().containsAll(Load.EXPECTED));
      node.process().terminate();
      assertThat(node.process().awaitExit(Duration.ofSeconds(drain + 10))).isZero();
      running.join();
      assertThat(load.statuses()).isSubsetOf(Load.POSSIBLE);
      assertThat(node.process().err()).doesNotContain("Exception").contains("io.steward: stopped");
    }
  }

  private boolean someoneWaits() {
    return !database
        .query("select 1 from pg_locks where not granted and relation = 'users'::regclass")
        .isEmpty();
  }

  private static boolean connects(Steward node) {
    try (Socket socket = connect(node)) {
      return socket.isConnected();
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private static Socket connect(Steward node) throws java.io.IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(node.url()).getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** The headers and body of a response that is not chunked. */
  private static String ask(Socket socket) throws java.io.IOException {
    socket.getOutputStream().write(KEPT_ALIVE.getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[4_096];
    int length = socket.getInputStream().read(answer);
    return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.US_ASCII);
  }
}
