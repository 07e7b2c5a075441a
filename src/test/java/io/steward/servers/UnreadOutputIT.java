package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose standard output and standard error are pipes that are not read. */
@Tag("long")
class UnreadOutputIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // Each refusal is logged; together they are several times as long as a pipe holds.
  private static final int REFUSALS = 1_500;

  private final Path folder = Folders.fresh("unread-output");
  private final int port = Folders.freePort();
  private final Http node = new Http("http://127.0.0.1:" + port);

  /** Starts a node with both streams in one pipe. */
  private Process serve(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaHome().resolve("bin/java").toString());
    command.add("-Xmx256m");
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", Folders.WAR.toString(), "serve"));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("STEWARD_"));
    environment.putAll(Steward.environment(TestDatabase.create().url()));
    environment.put("STEWARD_HOME", folder.resolve("home").toString());
    environment.put("STEWARD_HTTP_PORT", String.valueOf(port));
    return builder.start();
  }

  private void awaitReady() {
    Await.until("the node is ready", PATIENCE, () -> node.status("/health/ready") == 200);
  }

  private void refuseMany() {
    for (int i = 0; i < REFUSALS; i++) {
      node.get("/user/update/").is(401);
    }
  }

  private void assertServes(String email) {
    node.post("/user/create/", TokenPair.credentials(email)).is(201);
    node.get("/health/ready").is(200);
  }

  private static void assertEnds(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_unread_pipe_blocks_neither_requests_nor_shutdown() throws Exception {
    Process process = serve();
    try {
      awaitReady();
      refuseMany();
      assertServes("unread@output.example");
      // The beginning of the log, and a log that flows again.
      assertThat(process.inputReader().readLine()).contains("io.steward: Steward ");
      assertEnds(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_pipe_without_a_reader_stops_neither_requests_nor_the_end_of_the_process()
      throws Exception {
    Process process = serve();
    try {
      awaitReady();
      process.getInputStream().close();
      refuseMany();
      assertServes("gone@output.example");
      assertEnds(process);
    } finally {
      process.destroyForcibly();
    }
  }

  /** With the operator's own configuration, the JDK's handlers write the log. */
  @ParameterizedTest
  @ValueSource(strings = {".handlers", "handlers"})
  void the_handlers_of_the_jdk_do_not_block_and_stay_until_the_end(String property)
      throws Exception {
    String file = folder.resolve("steward.log").toString();
    String handlers = "java.util.logging.ConsoleHandler, java.util.logging.FileHandler";
    Path configuration =
        Files.writeString(
            folder.resolve("logging.properties"),
            """
            .level = INFO
            %s = %s
            java.util.logging.FileHandler.pattern = %s
            java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
            """
                .formatted(property, handlers, file));
    Process process = serve("-Djava.util.logging.config.file=" + configuration);
    try {
      awaitReady();
      refuseMany();
      assertServes("handlers@output.example");
      assertEnds(process);
    } finally {
      process.destroyForcibly();
    }
    assertThat(Path.of(file)).content().contains("stopping").contains("stopped");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".lck"));
    }
  }
}
