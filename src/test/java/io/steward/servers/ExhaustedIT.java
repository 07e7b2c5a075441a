package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node whose heap is too small for the password hash of a user. */
@Tag("long")
class ExhaustedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String EMAIL = "large@memory.example";
  // Needs 128 MiB, which is the most that Steward accepts.
  private static final String LARGE =
      "argon2$argon2id$v=19$m=131072,t=1,p=1$c29tZXNhbHQ$" + "A".repeat(43);

  private final TestDatabase database = TestDatabase.create();

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    // These options count more than those of the command line.
    environment.put("_JAVA_OPTIONS", "-Xmx100m");
    return environment;
  }

  private void exhaust(Http node) {
    Await.until("the node is ready", PATIENCE, () -> node.status("/health/ready") == 200);
    database.execute(
        "insert into users (email, first_name, last_name, password) values ('%s', 'Ada', 'L', '%s')"
            .formatted(EMAIL, LARGE));
    try {
      node.post("/user/obtain_token/", TokenPair.credentials(EMAIL));
    } catch (AssertionError e) {
      // The process has ended without an answer.
    }
  }

  @Test
  void java_jar_ends_with_one_line_when_it_runs_out_of_memory() {
    try (Steward node = Steward.serve(Folders.fresh("memory"), Folders.WAR, environment())) {
      exhaust(node.http());
      assertThat(node.process().awaitExit(PATIENCE)).isEqualTo(3);
      assertThat(node.process().err().lines().filter(line -> line.contains("out of memory")))
          .singleElement()
          .asString()
          .contains("SEVERE io.steward: ", "out of memory: the process ends");
    }
  }
}
