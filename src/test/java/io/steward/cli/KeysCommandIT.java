package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.token.key.KeyFile;
import io.steward.token.key.StoredKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys commands, and messages about broken key files. */
final class KeysCommandIT {
  private static final String UNRECORDED =
      "Not recorded in the audit log: no database is set (STEWARD_DATABASE_URL).";
  private static final String BROKEN = "{\"keys\": \"a-secret-that-nobody-shall-see\"";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Path folder = Path.of("");
  private Path path = Path.of("");

  @BeforeEach
  void make_room() {
    folder = Folders.fresh("keys-command");
    path = folder.resolve("keys.json");
  }

  private static String succeeded(CommandRun run) {
    assertThat(run.err()).allMatch(UNRECORDED::equals);
    assertThat(run.code()).isZero();
    return String.join("\n", run.out());
  }

  /**
   * Runs without a database unless the environment names one, because operators may create keys
   * before the database.
   */
  private CommandRun run(Map<String, String> environment, String... arguments) {
    CommandRun run = CommandRun.of(folder, environment, arguments);
    assertThat(run.toString()).doesNotContain("that-nobody-shall-see");
    return run;
  }

  private CommandRun keys(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "keys";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return run(Map.of("STEWARD_JWT_KEYS_FILE", path.toString()), all);
  }

  private List<StoredKey> stored() throws Exception {
    return new KeyFile(path, JwtAlgorithm.HS256).read(Instant.now());
  }

  private void assertForItsOwnerAlone() throws IOException {
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().contains("keys.json"))).hasSize(1);
    }
  }

  @Test
  void a_keys_file_is_created_listed_rotated_and_never_overwritten() throws Exception {
    CommandRun generated = keys("generate");
    assertThat(generated.err()).containsExactly(UNRECORDED);
    String made = succeeded(generated);
    StoredKey first = stored().get(0);
    assertThat(made).isEqualTo("Created " + path + " with the key " + first.id() + ".");
    assertForItsOwnerAlone();
    String content = Files.readString(path);
    assertThat(keys("generate").refusal()).contains(path.toString(), "already exists");
    assertThat(Files.readString(path)).isEqualTo(content);

    String rotated = succeeded(keys("rotate", "--delay", "0"));
    StoredKey second = stored().get(1);
    assertThat(stored()).hasSize(2).startsWith(first);
    assertThat(rotated).contains("Added the key " + second.id()).doesNotContain("Removed");
    assertThat(second.notBefore()).isBeforeOrEqualTo(Instant.now());
    assertForItsOwnerAlone();

    assertThat(succeeded(keys("rotate"))).contains("which signs from");
    StoredKey third = stored().get(2);
    assertThat(third.notBefore())
        .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(60));
    CommandRun listed = keys("list");
    assertThat(listed.err()).isEmpty();
    assertListed(listed.rows(), stored());
  }

  @Test
  void a_delay_in_which_nodes_could_miss_the_new_key_is_refused() throws Exception {
    succeeded(keys("generate"));
    for (String delay : List.of("1", "9", "-1")) {
      assertThat(keys("rotate", "--delay", delay).misuse()).contains("--delay", "10 or more, or 0");
    }
    succeeded(keys("rotate", "--delay", "10"));
    assertThat(stored()).hasSize(2);
  }

  @Test
  void a_key_whose_id_looks_like_an_option_can_be_removed() throws Exception {
    succeeded(keys("generate"));
    succeeded(keys("rotate", "--delay", "0"));
    for (String id : List.of("-3Ljr8EtSDY", "--help-me", "-Lh")) {
      assertThat(keys("remove", id).missing()).contains("has no key " + id);
    }
    assertThat(keys("remove", "--", "-hVx").missing()).contains("has no key -hVx");
    assertThat(succeeded(keys("remove", stored().get(0).id()))).contains("Removed the key");
  }

  @Test
  void an_import_without_a_secret_names_the_ways_to_give_it() throws Exception {
    assertThat(keys("import").refusal())
        .contains("STEWARD_JWT_SECRET_FILE", "--config", "ends all sessions");
  }

  private static void assertListed(List<String> lines, List<StoredKey> keys) {
    List<String> states = List.of("verifies", "signs", "waits");
    assertThat(lines).hasSameSizeAs(keys);
    for (int i = 0; i < lines.size(); i++) {
      StoredKey key = keys.get(i);
      assertThat(lines.get(i))
          .isEqualTo(key.id() + "  " + key.notBefore() + "  " + states.get(i))
          .doesNotContain(
              Base64.getUrlEncoder().withoutPadding().encodeToString(key.secret().getEncoded()));
    }
  }

  @Test
  void an_imported_secret_keeps_all_sessions_and_a_removed_key_ends_its_own() throws Exception {
    TestDatabase database = TestDatabase.create();
    TokenPair pair;
    try (TestServer server = TestServer.start(database)) {
      Http http = new Http(server.url(""));
      http.post("/user/create/", TokenPair.credentials("ada@example.com")).is(201);
      pair = TokenPair.logIn(http, "ada@example.com");
    }
    Map<String, String> environment =
        Map.of("STEWARD_JWT_SECRET", TestServer.SECRET, "STEWARD_JWT_KEYS_FILE", path.toString());
    String imported = succeeded(run(environment, "keys", "import"));
    String id = stored().get(0).id();
    assertThat(imported).contains(path.toString(), id).doesNotContain(TestServer.SECRET);
    assertForItsOwnerAlone();
    assertThat(run(environment, "keys", "import").refusal()).contains("already exists");
    assertThat(keys("import").refusal()).contains("STEWARD_JWT_SECRET is not set");
    Map<String, String> settings = Map.of("jwt.secret", "", "jwt.keys_file", path.toString());
    try (TestServer server = TestServer.start(database, settings)) {
      Http http = new Http(server.url(""));
      Await.until("the node is ready", PATIENCE, () -> http.status("/health/ready") == 200);
      assertThat(pair.opens(http)).isTrue();
      TokenPair second = TokenPair.of(pair.refreshAt(http));
      assertThat(keys("remove", id).refusal()).contains("signs", "keys rotate");
      succeeded(keys("rotate", "--delay", "0"));
      assertThat(keys("remove", "nonsense").missing()).contains("has no key nonsense");
      assertThat(succeeded(keys("remove", id))).contains("Removed the key " + id, "log in again");
      Await.until("the token is refused", PATIENCE, () -> !second.opens(http));
      second.refreshAt(http).is(401);
      assertThat(stored()).hasSize(1);
    }
  }

  @Test
  void without_a_keys_file_setting_the_command_prints_one_line() {
    Map<String, String> secret =
        Map.of("STEWARD_JWT_SECRET", "a-good-secret-that-nobody-shall-see-Xy7Qw3");
    assertThat(run(secret, "keys", "list").refusal()).contains("STEWARD_JWT_KEYS_FILE is not set");
    assertThat(run(Map.of(), "keys", "generate").refusal()).contains("STEWARD_JWT_KEYS_FILE");
  }

  @Test
  void a_faulty_source_is_reported_before_a_missing_setting() {
    for (String[] command :
        new String[][] {
          {"keys", "import"},
          {"keys", "list"},
          {"clients", "list"},
          {"authz", "explain", "", "", ""}
        }) {
      String[] all = Arrays.copyOf(command, command.length + 1);
      all[command.length] = "--config=" + folder.resolve("none.env");
      assertThat(run(Map.of("STEWARD_JWT_SECRET", TestServer.SECRET), all).refusal())
          .contains("none.env", "does not exist");
    }
    String[] imported = {"keys", "import", "--config=" + folder.resolve("none.env")};
    assertThat(run(Map.of("STEWARD_JWT_KEYS_FILE", path.toString()), imported).refusal())
        .contains("none.env", "does not exist");
  }

  @Test
  void an_unusable_path_of_the_keys_file_is_refused_in_one_line() {
    for (String unusable : List.of("", " ", "a\0b")) {
      for (String command : List.of("generate", "import", "rotate", "list")) {
        assertThat(run(Map.of("STEWARD_JWT_KEYS_FILE", unusable), "keys", command).refusal())
            .startsWith("STEWARD_JWT_KEYS_FILE (environment) ");
      }
    }
  }

  @Test
  void a_faulty_setting_of_the_database_is_a_warning_after_the_change() throws Exception {
    succeeded(keys("generate"));
    Map<String, String> faulty =
        Map.of(
            "STEWARD_JWT_KEYS_FILE",
            path.toString(),
            "STEWARD_DATABASE_URL",
            "jdbc:postgresql://127.0.0.1/none",
            "STEWARD_DATABASE_POOL_SIZE",
            "x");
    CommandRun rotated = run(faulty, "keys", "rotate");
    assertThat(rotated.err())
        .singleElement()
        .asString()
        .startsWith("Not recorded in the audit log: STEWARD_DATABASE_POOL_SIZE (environment) must");
    assertThat(rotated.code()).isZero();
    assertThat(stored()).hasSize(2);
  }

  @Test
  void a_missing_or_broken_keys_file_is_reported_in_one_line_and_unchanged() throws Exception {
    assertThat(keys("list").refusal()).contains(path.toString(), "does not exist");
    Files.writeString(path, BROKEN);
    assertThat(keys("list").refusal()).contains(path.toString(), "is not a JWK Set");
    assertThat(keys("rotate").refusal()).contains("is not a JWK Set");
    assertThat(Files.readString(path)).isEqualTo(BROKEN);
  }

  @Test
  void check_and_serve_report_a_broken_keys_file_in_one_line() throws Exception {
    Files.writeString(path, BROKEN);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    Map<String, String> environment =
        new HashMap<>(Steward.environment(TestDatabase.create().url()));
    environment.remove("STEWARD_JWT_SECRET");
    environment.put("STEWARD_JWT_KEYS_FILE", path.toString());
    environment.put("STEWARD_HTTP_PORT", "0");
    String complaint =
        "STEWARD_JWT_KEYS_FILE names the file "
            + path
            + ", which is not a JWK Set, or has a key that cannot be read";
    assertThat(run(environment, "check").refusal()).isEqualTo(complaint);
    // Serving would wait for this database, so the process ends only if it refuses the file first.
    environment.put("STEWARD_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none");
    CommandRun refused = run(environment, "serve");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .filteredOn(line -> line.contains(" SEVERE "))
        .singleElement()
        .asString()
        .endsWith("SEVERE io.steward: " + complaint);
  }

  @Test
  void setting_both_a_secret_and_a_keys_file_is_one_fault() throws Exception {
    succeeded(keys("generate"));
    Map<String, String> both =
        new HashMap<>(Steward.environment("jdbc:postgresql://127.0.0.1/none"));
    both.put("STEWARD_JWT_KEYS_FILE", path.toString());
    assertThat(run(both, "check").refusal())
        .contains("STEWARD_JWT_SECRET", "STEWARD_JWT_KEYS_FILE", "both set");
  }
}
