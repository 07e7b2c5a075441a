package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.source.SettingSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a trial whose database is not running. */
final class CheckTest {
  private static final String GOOD = "Settings: good";

  @TempDir private Path folder = Path.of("");

  private final ScriptedTerminal terminal = new ScriptedTerminal(false);

  private int check(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("STEWARD_HOME", folder.resolve("home").toString());
    return Main.commandLine(
            terminal, all::get, SettingSources.of(name -> null, Map.of(), all), List.of("check"))
        .execute("check");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void assertFault(String beginning) {
    assertThat(terminal.transcript).anyMatch(line -> line.startsWith("! " + beginning));
    assertThat(terminal.transcript).doesNotContain(GOOD);
  }

  @Test
  void check_of_a_new_trial_starts_nothing() {
    assertThat(check(Map.of())).isZero();
    assertThat(terminal.transcript)
        .containsExactly(GOOD, "Database: embedded, not running; 'serve' starts the database");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void check_of_a_trial_warns_of_a_misspelt_setting() {
    check(Map.of("STEWARD_DATABSE_URL", "jdbc:postgresql://db.example/steward"));
    assertThat(terminal.transcript)
        .anyMatch(line -> line.startsWith("! ") && line.contains("STEWARD_DATABSE_URL"));
  }

  @Test
  void check_of_a_trial_reads_the_keys() throws IOException {
    assertThat(check(Map.of("STEWARD_JWT_KEYS_FILE", file("keys", "{}")))).isEqualTo(1);
    assertFault("STEWARD_JWT_KEYS_FILE");
  }

  @Test
  void check_of_a_trial_reads_the_clients() throws IOException {
    assertThat(check(Map.of("STEWARD_CLIENTS_FILE", file("clients", "portal not-a-hash\n"))))
        .isEqualTo(1);
    assertFault("STEWARD_CLIENTS_FILE");
  }

  @Test
  void check_of_a_trial_reads_the_rules() throws IOException {
    String rules = file("rules", "GET /a everybody\n");
    assertThat(check(Map.of("STEWARD_AUTHZ_RULES", rules, "STEWARD_PROXY_TRUSTED", "127.0.0.1")))
        .isEqualTo(1);
    assertFault("STEWARD_AUTHZ_RULES names the file ");
  }
}
