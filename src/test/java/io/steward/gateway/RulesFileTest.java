package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.settings.source.SettingsException;
import io.steward.testing.Await;
import io.steward.testing.LogLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LONGER_THAN_A_LOOK_MILLIS = 2_500;

  @TempDir private Path folder = Path.of("");

  private Path path() {
    return folder.resolve("rules.txt");
  }

  private void assertRefused(String... faults) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> new RulesFile(path()))
        .satisfies(refusal -> assertThat(refusal.faults()).containsExactly(faults));
  }

  @Test
  void a_faulty_rules_file_prevents_the_start_and_all_its_faults_are_reported() throws IOException {
    Files.writeString(path(), "* /a publik\n* /b public\n* b public\n");
    assertRefused(
        named()
            + "is wrong: line 1 must end in public, authenticated, verified,"
            + " group:NAME or permission:APP.CODE",
        named() + "is wrong: line 3 is not a rule such as: GET,HEAD /reports/ group:staff");
  }

  @Test
  void an_unreadable_rules_file_prevents_the_start() throws IOException {
    assertRefused(named() + "does not exist: create it or correct the path");
    Files.write(path(), "* /a group:caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(named() + "is not UTF-8: save it as UTF-8");
    Files.writeString(path(), "#".repeat(300_000));
    assertRefused(named() + "is too large: at most 256 KiB");
  }

  @Test
  void a_changed_rules_file_is_loaded_and_a_broken_one_is_logged_once() throws IOException {
    Files.writeString(path(), "* /a public");
    try (RulesFile file = new RulesFile(path())) {
      file.start();
      Files.writeString(path(), "* /a public\n* /b public");
      Await.until("the changed rules are in use", PATIENCE, () -> file.rules().size() == 2);
      List<String> complaints =
          LogLines.of(
              "io.steward.file",
              () -> {
                write("* /a public\n* /b public\n* /c publik\n");
                sleep();
              });
      assertThat(complaints)
          .containsExactly(
              "SEVERE still using the previous rules: "
                  + named()
                  + "is wrong: line 3 must end in public,"
                  + " authenticated, verified, group:NAME or permission:APP.CODE");
      assertThat(file.rules().size()).isEqualTo(2);
      write("* /a public\n* /b public\n* /c public\n");
      Await.until("the changed rules are in use", PATIENCE, () -> file.rules().size() == 3);
    }
  }

  private String named() {
    return "STEWARD_AUTHZ_RULES names the file " + path() + ", which ";
  }

  private void write(String text) {
    try {
      Files.writeString(path(), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(LONGER_THAN_A_LOOK_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
