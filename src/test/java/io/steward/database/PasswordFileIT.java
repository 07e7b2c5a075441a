package io.steward.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.LogLines;
import io.steward.testing.OwnPostgres;
import io.steward.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password of the database role that changes while Steward runs. */
@Tag("long")
final class PasswordFileIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  @Test
  void a_new_password_is_read_from_its_file_without_a_restart() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    try (OwnPostgres postgres = new OwnPostgres(folder)) {
      String url = served(postgres);
      try (TestServer server = TestServer.start(url, settings(file))) {
        Caller caller = new Caller(server);
        caller.register("ada@example.org", Caller.PASSWORD).assertStatus(201);
        postgres.execute("alter role serving password 'second'");
        List<String> lines =
            LogLines.of(
                "io.steward.database",
                () -> {
                  terminate(postgres);
                  Await.until("503", PATIENCE, () -> logIn(caller) == 503);
                  caller.get("/health/ready").assertStatus(503);
                });
        assertThat(lines).anyMatch(line -> line.contains("password authentication failed"));
        Files.writeString(file, "second\n");
        Await.until("log-in", PATIENCE, () -> logIn(caller) == 200);
        Await.until("ready", PATIENCE, () -> caller.get("/health/ready").status() == 200);
      }
    }
  }

  /** Starts the server with the role's first password; returns the URL. */
  private static String served(OwnPostgres postgres) throws Exception {
    postgres.demandPasswordOf("serving");
    postgres.start();
    postgres.execute("create role serving login password 'first'");
    postgres.execute("create database served owner serving");
    return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/served";
  }

  private static Map<String, String> settings(Path file) {
    return Map.of("database.username", "serving", "database.password_file", file.toString());
  }

  @Test
  void without_its_file_new_connections_use_the_last_password_and_one_line_is_logged()
      throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    try (OwnPostgres postgres = new OwnPostgres(folder)) {
      String url = served(postgres);
      try (Database database = new Database(TestServer.settings(url, settings(file)).database())) {
        postgres.execute("alter role serving password 'second'");
        Files.writeString(file, "second\n");
        database.server().connection().close();
        List<String> lines =
            LogLines.of(
                "io.steward.database",
                () ->
                    assertThatCode(
                            () -> {
                              Files.delete(file);
                              database.server().connection().close();
                              database.server().connection().close();
                            })
                        .doesNotThrowAnyException());
        assertThat(lines)
            .singleElement()
            .asString()
            .contains("still using the previous database password");
      }
    }
  }

  private static int logIn(Caller caller) {
    return caller.logIn("ada@example.org", Caller.PASSWORD).status();
  }

  private static void terminate(OwnPostgres postgres) {
    postgres.execute(
        "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity"
            + " where usename = 'serving'; end $$");
  }
}
