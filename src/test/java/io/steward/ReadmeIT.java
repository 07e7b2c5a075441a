package io.steward;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the commands in the README's section "First steps" unchanged. */
@Tag("servers")
final class ReadmeIT {

  @Test
  void the_first_steps_of_the_README_work_unchanged() throws Exception {
    try (TestServer server = TestServer.start(TestDatabase.create())) {
      String output = shell(firstSteps().replace("http://127.0.0.1:8080", server.url("")));
      assertThat(output.lines().filter(line -> line.startsWith("HTTP/1.1")))
          .extracting(line -> line.substring(9, 12))
          .containsExactly("201", "200", "200", "200", "200", "200", "204", "204");
      assertThat(output).contains("\"last_name\":\"Lovelace\"").contains("\"last_name\":\"King\"");
    }
  }

  private static String firstSteps() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String section = readme.substring(readme.indexOf("## First steps"));
    int start = section.indexOf("```sh\n") + 6;
    return section.substring(start, section.indexOf("\n```", start));
  }

  private static String shell(String script) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-eu").redirectErrorStream(true).start();
    try (var in = bash.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).as(output).isZero();
    return output;
  }
}
