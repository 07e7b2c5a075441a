package io.steward.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the first steps of deploy/administration.md as they stand there; needs curl. */
@Tag("servers")
final class AdministrationGuideIT {
  private static final Path GUIDE = Path.of("deploy", "administration.md");

  private static String firstSteps() throws IOException {
    String guide = Files.readString(GUIDE, UTF_8);
    int start = guide.indexOf("```sh\n") + "```sh\n".length();
    return guide.substring(start, guide.indexOf("```", start));
  }

  @Test
  void the_first_steps_do_what_the_guide_says() throws IOException {
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database)) {
      Visitor root = Visitor.arrive(database, new Caller(server));
      root.set("is_staff = true, is_superuser = true");
      Path folder = Folders.fresh("guide");
      String script =
          firstSteps()
              .replace("http://127.0.0.1:8080", server.url(""))
              .replace("root@example.com", root.email())
              .replace("correct horse battery", Caller.PASSWORD);
      String out;
      try (ChildProcess shell =
          ChildProcess.start(folder, List.of("bash", "-eo", "pipefail", "-c", script), Map.of())) {
        assertThat(shell.awaitExit(Duration.ofMinutes(1))).as(shell.log()).isZero();
        out = shell.out();
      }
      assertThat(out)
          .contains(
              "\"count\":1,", "\"last_name\":\"Colleague\"", "{\"line\":3,\"status\":201,\"id\":")
          .contains("{\"count\":3}", "\"inactive_until\":\"2099-12-24T00:00:00Z\"")
          .contains("\"user-deactivated\"");
    }
    assertThat(
            database.query(
                "select email from users where email like '%@example.com' order by email"))
        .containsExactly(
            "author1@example.com",
            "author2@example.com",
            "author3@example.com",
            "carl@example.com");
  }
}
