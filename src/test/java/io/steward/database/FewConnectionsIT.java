package io.steward.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.LogLines;
import io.steward.testing.OwnPostgres;
import io.steward.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL with fewer free connections than the pool may open. */
final class FewConnectionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CLIENTS = 20;

  @TempDir private Path folder = Path.of("");

  @Test
  void a_node_is_ready_with_the_connections_that_there_are_and_says_so() throws Exception {
    try (OwnPostgres postgres = new OwnPostgres(folder)) {
      postgres.configure("max_connections = 11\nsuperuser_reserved_connections = 3");
      postgres.start();
      postgres.execute("create role serving login");
      postgres.execute("create database served owner serving");
      String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/served?user=serving";
      List<TestServer> servers = new ArrayList<>();
      List<String> lines =
          LogLines.of("io.steward", () -> servers.add(TestServer.start(url, Map.of())));
      try (TestServer server = servers.get(0)) {
        assertThat(lines)
            .anyMatch(line -> line.matches(".*but PostgreSQL has only [678] free for 12: .*"));
        Caller caller = new Caller(server);
        caller.register("ada@example.org", Caller.PASSWORD).assertStatus(201);
        String token = caller.token("ada@example.org");
        assertReadyUnderLoad(caller, token);
        postgres.execute(
            "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity"
                + " where query ilike '%pg_current_snapshot%' and usename = 'serving'; end $$");
        assertReadyUnderLoad(caller, token);
      }
    }
  }

  private static void assertReadyUnderLoad(Caller caller, String token) throws Exception {
    List<Answer> answers =
        Crowd.call(Collections.<Callable<Answer>>nCopies(CLIENTS, () -> caller.account(token)));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    Await.until("ready", PATIENCE, () -> caller.get("/health/ready").status() == 200);
  }
}
