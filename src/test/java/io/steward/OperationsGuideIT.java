package io.steward;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the commands of the guide for operators unchanged. */
@Tag("servers")
final class OperationsGuideIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path GUIDE = Path.of("deploy/operations.md");
  private static final String EMAIL = "ada@example.com";

  private final Path folder = Folders.fresh("guide");
  private final TestDatabase database = TestDatabase.create();
  private final Map<String, String> environment =
      new HashMap<>(Steward.environment(database.url()));

  @Test
  void keys_are_imported_and_rotated_and_a_month_of_log_ins_read_as_the_guide_says()
      throws Exception {
    Files.createSymbolicLink(folder.resolve("target"), Path.of("target").toAbsolutePath());
    String[] keys = block("## Keys").split("# now restart the nodes.*\n", -1);
    TokenPair pair;
    try (Steward node = node()) {
      node.http().post("/user/create/", TokenPair.credentials(EMAIL)).is(201);
      pair = TokenPair.logIn(node.http(), EMAIL);
      shell(keys[0]);
    }
    environment.remove("STEWARD_JWT_SECRET");
    environment.put("STEWARD_JWT_KEYS_FILE", folder.resolve("keys.json").toString());
    try (Steward node = node()) {
      assertThat(pair.opens(node.http())).isTrue();
      assertThat(shell(keys[1])).contains("signs from", "  waits");
      assertThat(TokenPair.of(pair.refreshAt(node.http())).opens(node.http())).isTrue();
    }
    // Only a node needs a key.
    environment.remove("STEWARD_JWT_KEYS_FILE");
    shell(
        block("## Audit").replace("2026-10-01", "2020-01-01").replace("2026-11-01", "2999-01-01"));
    List<String> logIns = Files.readAllLines(folder.resolve("logins.csv"));
    assertThat(logIns).hasSize(2);
    assertThat(logIns.get(0))
        .startsWith("\"time\",\"event\",")
        .contains("\"user_email\",\"user_name\"");
    assertThat(logIns.get(1)).contains(",\"logged-in\",", ",\"" + EMAIL + "\",");
    assertThat(Files.readString(folder.resolve("users.csv"))).contains(",\"" + EMAIL + "\",");
  }

  private Steward node() {
    Steward node = Steward.serve(folder, Folders.WAR, environment);
    node.awaitReady(PATIENCE);
    return node;
  }

  /** The first block of commands in a chapter. */
  private static String block(String chapter) throws IOException {
    String guide = Files.readString(GUIDE);
    String section = guide.substring(guide.indexOf("\n" + chapter + "\n"));
    int start = section.indexOf("```sh\n") + 6;
    return section.substring(start, section.indexOf("```\n", start));
  }

  private String shell(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-eu").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("STEWARD_HOME", folder.resolve("home").toString());
    Process bash = builder.start();
    try (var in = bash.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(bash.exitValue()).as(output).isZero();
    return output;
  }
}
