package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.OwnPostgres;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chapter "Backup and restore" of the guide, with its commands as they are written. */
@Tag("servers")
final class RestoredBackupIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // The command refuses tokens for a few seconds more.
  private static final Duration LOG_INS = Duration.ofSeconds(10);
  private static final Pattern CHAPTER =
      Pattern.compile("\n## Backup and restore\n(.*?)\n## ", Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile("\n```(?:sh|sql)\n(.*?)\n```", Pattern.DOTALL);
  private static final String OTHER = "analytical engine";

  @TempDir private Path folder = Path.of("");
  private OwnPostgres postgres;
  private List<String> blocks;

  @BeforeEach
  void start() throws IOException {
    postgres = OwnPostgres.installed(folder);
    postgres.start();
    postgres.execute("create role steward login");
    postgres.execute("create database steward owner steward");
    // The guide's commands name the WAR by its path in the project.
    Files.createDirectory(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("target/steward.war"), Folders.WAR.toAbsolutePath());
    blocks = blocks(Files.readString(Path.of("deploy/operations.md")));
    assertThat(blocks).hasSize(4);
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  private static List<String> blocks(String guide) {
    String chapter = CHAPTER.matcher(guide).results().findFirst().orElseThrow().group(1);
    return BLOCK.matcher(chapter).results().map(block -> block.group(1)).toList();
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/steward?user=steward";
  }

  /** Runs a block of the guide in a shell, as an operator would. */
  private void run(String block) {
    Map<String, String> environment = new HashMap<>(Steward.environment(url()));
    environment.put("STEWARD_HOME", folder.resolve("home").toString());
    environment.put("PGHOST", "127.0.0.1");
    environment.put("PGPORT", String.valueOf(postgres.port()));
    environment.put("PATH", postgres.binariesFolder() + ":" + System.getenv("PATH"));
    ChildProcess shell = ChildProcess.start(folder, List.of("bash", "-euc", block), environment);
    assertThat(shell.awaitExit(PATIENCE)).as(shell.log()).isZero();
  }

  private void runSql(String block) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(block);
    }
  }

  private static String address(String name) {
    return name + "@backup.example";
  }

  private static ServerAnswer register(Http http, String name) {
    return http.post("/user/create/", TokenPair.credentials(address(name))).is(201);
  }

  private static ServerAnswer logIn(Http http, String name, String password) {
    String credentials =
        TokenPair.credentials(address(name))
            .replace(Caller.quoted(Caller.PASSWORD), Caller.quoted(password));
    return http.post("/user/obtain_token/", credentials);
  }

  private static void changePassword(Http http, TokenPair pair) {
    String change =
        "{\"current_password\":%s,\"new_password\":%s}"
            .formatted(Caller.quoted(Caller.PASSWORD), Caller.quoted(OTHER));
    http.json("POST", "/user/change_password/", change, "Authorization", pair.bearer()).is(200);
  }

  /** Lives through a backup and what happens after it; returns tokens from before the restore. */
  private List<TokenPair> backUpAndGoOn() throws Exception {
    try (TestServer server = TestServer.start(url(), Map.of())) {
      Http http = new Http(server.url(""));
      List<TokenPair> old = new ArrayList<>();
      for (String name : List.of("logged-out", "changed")) {
        register(http, name);
        old.add(TokenPair.logIn(http, address(name)));
      }
      run(blocks.get(0));
      old.get(0).logOutAt(http).is(204);
      changePassword(http, old.get(1));
      register(http, "late");
      old.add(TokenPair.logIn(http, address("late")));
      return old;
    }
  }

  private void restore() throws SQLException {
    postgres.execute("drop database steward");
    run(blocks.get(1));
    run(blocks.get(2));
    runSql(blocks.get(3));
  }

  @Test
  void after_a_restore_no_earlier_token_opens_an_account_and_no_id_comes_back() throws Exception {
    List<TokenPair> old = backUpAndGoOn();
    restore();
    try (TestServer server = TestServer.start(url(), Map.of())) {
      Http http = new Http(server.url(""));
      for (TokenPair pair : old) {
        pair.showAt(http).isProblem(401);
        pair.refreshAt(http).isProblem(401);
      }
      logIn(http, "changed", OTHER).isProblem(403);
      logIn(http, "late", Caller.PASSWORD).isProblem(403);
      register(http, "late");
      Await.until(
          "log-ins are valid", LOG_INS, () -> opens(http, "late") && opens(http, "changed"));
      old.forEach(pair -> pair.showAt(http).isProblem(401));
      runSql("do $$ begin assert (select max(id) from users) > 1000000; end $$");
    }
  }

  private static boolean opens(Http http, String name) {
    return TokenPair.logIn(http, address(name)).opens(http);
  }
}
