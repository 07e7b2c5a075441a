package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.doctor.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged files, started with java -jar in separate processes and home folders. */
final class StandaloneIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Process process : started) {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
    }
  }

  @Tag("long")
  @Test
  void a_killed_server_starts_again_and_a_second_one_is_refused() throws Exception {
    int port = freePort();
    Process first = serve("steward-standalone.war", port);
    awaitAnswer(first, port);
    String postmaster = postmaster();

    Process second = serve("steward-standalone.war", freePort());
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(output(second)).contains("Another Steward already serves from");

    first.destroyForcibly().waitFor();
    Process again = serve("steward-standalone.war", port);
    awaitAnswer(again, port);
    assertThat(postmaster()).isNotEqualTo(postmaster);
    assertThat(ProcessHandle.of(Long.parseLong(postmaster))).isEmpty();

    again.destroy();
    assertThat(again.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("home/postgres-17/postmaster.pid")).doesNotExist();
  }

  @Test
  void without_a_database_the_plain_war_names_the_missing_setting() throws Exception {
    Process process = serve("steward.war", freePort());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(output(process)).contains("STEWARD_DATABASE_URL").doesNotContain("\tat ");
  }

  @Test
  void a_trial_whose_database_cannot_start_ends_with_the_reason() throws Exception {
    Path data = Files.createDirectories(folder.resolve("home/postgres-17"));
    Files.writeString(data.resolve("PG_VERSION"), "9\n");
    Process process = serve("steward-standalone.war", freePort());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(output(process))
        .contains("The embedded PostgreSQL did not start; " + folder)
        .contains("STEWARD_DATABASE_URL")
        .doesNotContain("\tat ", "listens", "embedded PostgreSQL, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"steward.war", "steward-standalone.war", "steward-skinny.war"})
  void the_manifest_names_the_version_and_the_revision(String war) throws IOException {
    try (JarFile file = new JarFile(Path.of("target", war).toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      assertThat("Steward " + manifest.getValue("Implementation-Version"))
          .isEqualTo(Version.text());
      assertThat(manifest.getValue("Build-Revision")).matches("[0-9a-f]{40}|unknown");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"steward.war", "steward-standalone.war", "steward-skinny.war"})
  void pages_are_shipped_as_classes_without_their_sources(String war) throws IOException {
    try (JarFile file = new JarFile(Path.of("target", war).toFile())) {
      List<String> names = file.stream().map(JarEntry::getName).toList();
      assertThat(names)
          .noneMatch(name -> name.endsWith(".jte") || name.matches("(style.css|times.js)"))
          .anyMatch(name -> name.endsWith("/JteloginGenerated.class"))
          .contains(
              "WEB-INF/classes/io/steward/html/style.css",
              "WEB-INF/classes/io/steward/html/times.js")
          .anyMatch(name -> name.startsWith("WEB-INF/lib/jte-runtime-"));
    }
  }

  @Test
  void the_option_version_prints_the_version() throws Exception {
    Process process = start("steward.war", "--version", Map.of());
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(output(process).strip()).isEqualTo(Version.text());
  }

  private Process serve(String war, int port) throws IOException {
    return start(war, "serve", Map.of("STEWARD_HTTP_PORT", String.valueOf(port)));
  }

  private Process start(String war, String command, Map<String, String> settings)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", war).toAbsolutePath().toString(),
                command)
            .redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("output-" + started.size()).toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("STEWARD_"));
    builder.environment().put("STEWARD_HOME", folder.resolve("home").toString());
    builder.environment().putAll(settings);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String output(Process process) throws IOException {
    return Files.readString(folder.resolve("output-" + started.indexOf(process)));
  }

  private String postmaster() throws IOException {
    return Files.readAllLines(folder.resolve("home/postgres-17/postmaster.pid")).get(0).strip();
  }

  /** Waits for the server, and checks that Tomcat's own error pages do not reveal Tomcat. */
  private void awaitAnswer(Process process, int port) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      assertThat(process.isAlive()).as("%s", output(process)).isTrue();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
          OutputStream request = socket.getOutputStream();
          InputStream answer = socket.getInputStream()) {
        request.write("BAD{} / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(answer.readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 400")
            .contains("application/problem+json")
            .doesNotContainIgnoringCase("tomcat")
            .doesNotContainIgnoringCase("server:");
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    assertThat(output(process)).as("never answered").isEmpty();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
