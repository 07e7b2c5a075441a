package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.LogLines;
import io.steward.testing.Steward;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients commands, and a node that reads the clients file. */
final class ClientsCommandIT {
  private static final String UNRECORDED =
      "Not recorded in the audit log: no database is set (STEWARD_DATABASE_URL).";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Path folder = Path.of("");
  private Path path = Path.of("");

  @BeforeEach
  void make_room() {
    folder = Folders.fresh("clients-command");
    path = folder.resolve("clients");
  }

  private Map<String, String> setting() {
    return Map.of("STEWARD_CLIENTS_FILE", path.toString());
  }

  private List<String> succeeds(Map<String, String> environment, String... arguments) {
    CommandRun run = CommandRun.of(folder, environment, arguments);
    boolean changes = !List.of(arguments).contains("list");
    boolean isRecorded = environment.containsKey("STEWARD_DATABASE_URL");
    assertThat(run.err()).isEqualTo(changes && !isRecorded ? List.of(UNRECORDED) : List.of());
    assertThat(run.code()).isZero();
    return run.out();
  }

  private String fails(Map<String, String> environment, String... arguments) {
    return CommandRun.of(folder, environment, arguments).refusal();
  }

  @Test
  void a_client_is_added_listed_and_removed() throws IOException {
    List<String> said = succeeds(setting(), "clients", "add", "portal");
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).matches("[0-9A-Za-z_-]{43}");
    assertThat(Files.readString(path)).matches("portal [0-9a-f]{64}\n").doesNotContain(said.get(0));
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(succeeds(setting(), "clients", "add", "gate")).isNotEqualTo(said);
    assertThat(succeeds(setting(), "clients", "list")).containsExactly("ID", "portal", "gate");
    assertThat(succeeds(setting(), "clients", "remove", "portal"))
        .containsExactly("Removed the client portal.");
    assertThat(succeeds(setting(), "clients", "list")).containsExactly("ID", "gate");
  }

  @Test
  void a_clients_command_that_fails_prints_one_line() throws IOException {
    assertThat(fails(Map.of(), "clients", "list")).startsWith("STEWARD_CLIENTS_FILE is not set");
    assertThat(fails(setting(), "clients", "list")).contains(path.toString(), "does not exist");
    succeeds(setting(), "clients", "add", "portal");
    assertThat(fails(setting(), "clients", "add", "portal"))
        .contains("already has the client portal");
    assertThat(CommandRun.of(folder, setting(), "clients", "remove", "gate").missing())
        .contains("has no client gate");
    assertThat(CommandRun.of(folder, setting(), "clients", "add", "por tal").misuse())
        .contains("letters, digits");
    Files.writeString(path, "portal\n");
    assertThat(fails(setting(), "clients", "add", "gate")).contains("in line 1");
    assertThat(Files.readString(path)).isEqualTo("portal\n");
  }

  private Map<String, String> server(TestDatabase database) {
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.putAll(setting());
    return environment;
  }

  @Test
  void a_running_node_accepts_an_added_client_and_the_audit_records_it() {
    TestDatabase database = TestDatabase.create();
    Map<String, String> environment = server(database);
    succeeds(environment, "migrate");
    String secret = succeeds(environment, "clients", "add", "portal").get(0);
    List<String> logged =
        LogLines.of("io.steward", Level.ALL, () -> useAndRefuse(database, secret));
    assertThat(logged).isNotEmpty().noneMatch(line -> line.contains(secret));
    succeeds(environment, "clients", "remove", "portal");
    assertThat(database.query("select event || ' ' || detail from audit order by time"))
        .containsExactly(
            "client-added portal", "client-refused client portal", "client-removed portal");
  }

  private void useAndRefuse(TestDatabase database, String secret) {
    try (TestServer node = TestServer.start(database, Map.of("clients.file", path.toString()))) {
      Http http = new Http(node.url(""));
      assertThat(introspect(http, TestClients.basic("portal", secret))).isEqualTo(200);
      assertThat(introspect(http, TestClients.basic("portal", "x"))).isEqualTo(401);
      Await.until(
          "the refused client is recorded",
          PATIENCE,
          () ->
              !database.query("select event from audit where event = 'client-refused'").isEmpty());
    }
  }

  private static int introspect(Http http, String authorization) {
    return http.post("/oauth2/introspect", "{\"token\":\"x\"}", "Authorization", authorization)
        .status();
  }

  @Test
  void a_broken_clients_file_prevents_the_start_and_is_reported_in_one_line() throws IOException {
    Files.writeString(path, "portal secret\n");
    Map<String, String> environment = server(TestDatabase.create());
    environment.put("STEWARD_HTTP_PORT", "0");
    CommandRun refused = CommandRun.of(folder, environment, "serve");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err().stream().filter(line -> line.contains("STEWARD_CLIENTS_FILE")))
        .hasSize(1)
        .first()
        .asString()
        .endsWith(path + ", which does not have an id and a hash in line 1");
  }
}
