package io.steward.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The standalone file with its own database, in a home folder that is empty at first. */
@Tag("long")
final class TrialIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ADA =
      "{\"email\":\"ada@example.com\",\"password\":\"correct horse battery\"}";

  private final Path folder = Folders.fresh("trial");
  private final Path home = folder.resolve("home");
  private final Path secret = home.resolve("jwt-secret");
  private final Path data = home.resolve("postgres-17");

  @AfterEach
  void endWhatWasLeft() {
    postgres().forEach(ProcessHandle::destroyForcibly);
  }

  /** All processes of the PostgreSQL in the home folder, whatever their parent process is. */
  private List<ProcessHandle> postgres() {
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().command().filter(name -> name.startsWith(home + "/")).isPresent())
        .toList();
  }

  private Steward serve() {
    Steward steward = Steward.serve(folder, Folders.STANDALONE, Map.of());
    steward.awaitReady(PATIENCE);
    return steward;
  }

  @Tag("servers")
  @Test
  void a_trial_continues_with_the_data_of_the_last_run() throws Exception {
    String kept;
    String bearer;
    try (Steward first = serve()) {
      assertThat(invitation(first)).contains("newly created").contains("readable only by you");
      assertThat(shell(curl(first))).startsWith("HTTP/1.1 201");
      assertDurable();
      bearer = "Bearer " + logIn(first).member("token");
      kept = secret();
      stop(first);
    }
    try (Steward second = serve()) {
      assertThat(invitation(second)).contains("existing data").doesNotContain("newly created");
      assertThat(secret()).isEqualTo(kept);
      assertThat(account(second, bearer).is(200).member("last_name")).isEqualTo("Lovelace");
      logIn(second).is(200);
      stop(second);
    }
  }

  @Test
  void a_trial_prints_messages_whose_links_lead_to_its_own_pages() throws Exception {
    try (Steward trial = serve()) {
      trial.http().post("/user/create/", ADA).is(201);
      trial.http().post("/user/reset_password/", "{\"email\":\"ada@example.com\"}").is(202);
      String link = "\n  " + address(trial) + "reset/?token=";
      Await.until("the message", PATIENCE, () -> trial.process().out().contains(link));
      assertThat(trial.process().out())
          .contains("\n  To: ada@example.com\n  Subject: Set a new password for Steward\n");
      stop(trial);
    }
  }

  @Test
  void account_commands_work_beside_a_running_trial() throws Exception {
    try (Steward running = serve()) {
      assertThat(
              command(
                  "createsuperuser",
                  "--noinput",
                  "--email=eve@example.com",
                  "--first_name=Eve",
                  "--last_name=Moneypenny"))
          .isEqualTo("Superuser created successfully.\n");
      assertThat(command("users"))
          .containsPattern("\n1 +eve@example.com +Eve +Moneypenny +yes +yes +yes +20");
      assertThat(command("keys", "generate")).startsWith("Created ");
      assertThat(command("audit")).contains("  superuser-created  ", "  key-added ");
      stop(running);
    }
  }

  @Test
  void a_command_starts_the_database_of_a_stopped_trial_for_itself() {
    assertThat(command("migrate")).contains("is up to date");
    assertThat(postgres()).isEmpty();
    assertThat(command("users", "create", "eve@example.com")).contains("eve@example.com");
    assertThat(command("users")).contains("eve@example.com");
    assertThat(postgres()).isEmpty();
  }

  private String command(String... arguments) {
    Map<String, String> keys =
        Map.of("STEWARD_JWT_KEYS_FILE", folder.resolve("keys.json").toString());
    ChildProcess process = Steward.run(folder, Folders.STANDALONE, keys, arguments).type();
    assertThat(process.awaitExit(PATIENCE)).as(process.log()).isZero();
    return process.out();
  }

  @Test
  void an_aborted_start_leaves_no_database_running() throws Exception {
    ChildProcess process =
        Steward.run(folder, Folders.STANDALONE, Map.of("STEWARD_HTTP_PORT", "0"), "serve");
    Await.until("PostgreSQL runs", PATIENCE, () -> isPostmasterUp() || !process.isAlive());
    assertThat(process.out()).doesNotContain("listens");
    process.terminate();
    process.awaitExit(PATIENCE);
    assertThat(postgres()).isEmpty();
    assertThat(postmaster()).isEmpty();
  }

  /** Whether the server is running. While initdb works, the process id in the file is negative. */
  private boolean isPostmasterUp() {
    List<String> lines = postmaster();
    return !lines.isEmpty() && !lines.get(0).startsWith("-");
  }

  /** The console output. It is complete only a moment after the first response. */
  private static String invitation(Steward steward) {
    ChildProcess process = steward.process();
    Await.until(
        "the console shows its last line",
        PATIENCE,
        () -> process.out().contains("\nThe description of the API is at "));
    assertThat(process.out()).contains("listens   " + address(steward) + " until Ctrl-C");
    return process.out();
  }

  private static String address(Steward steward) {
    return steward.url() + "/";
  }

  private static String curl(Steward steward) {
    String console = steward.process().out();
    int start = console.indexOf("  curl -i " + address(steward));
    return console.substring(start, console.indexOf("\nOver plain http", start));
  }

  private static String shell(String command) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-c", command).start();
    String answer = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).isZero();
    return answer;
  }

  private static ServerAnswer logIn(Steward steward) {
    return steward.http().post("/user/obtain_token/", ADA);
  }

  private static ServerAnswer account(Steward steward, String bearer) {
    return steward.http().get("/user/update/", "Authorization", bearer);
  }

  /** Reads the secret, and checks that only its owner can read the file. */
  private String secret() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    return Files.readString(secret);
  }

  private void assertDurable() throws SQLException {
    assertThat(setting("fsync")).isEqualTo("on");
    assertThat(setting("synchronous_commit")).isEqualTo("on");
  }

  private String password() {
    try {
      return Files.readString(data.resolveSibling("postgres-password")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String setting(String name) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + postmaster().get(3).strip() + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show " + name)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  /** The lines of postmaster.pid: process id, data folder, start time, port. Empty if stopped. */
  private List<String> postmaster() {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop(Steward steward) throws IOException {
    assertThat(postgres()).isNotEmpty();
    steward.process().terminate();
    steward.process().awaitExit(PATIENCE);
    assertThat(postgres()).isEmpty();
    assertThat(postmaster()).isEmpty();
    assertThat(steward.process().log()).doesNotContain(secret().strip(), "\tat ");
  }
}
