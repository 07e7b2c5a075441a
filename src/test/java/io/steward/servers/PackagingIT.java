package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The files for systemd and for containers, as far as they run without either. */
@Tag("servers")
class PackagingIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private Path folder = PROJECT;
  private final int port = Folders.freePort();
  private final Http http = new Http("http://127.0.0.1:" + port);

  @BeforeEach
  void empty(TestInfo test) {
    folder = Folders.fresh("packaging-" + test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void systemd_accepts_the_unit_and_rates_its_exposure_at_most_1_3_of_10() throws IOException {
    Path unit = folder.resolve("steward.service");
    Files.writeString(unit, unit().replace("/usr/bin/java", java().toString()));
    assertThat(run("systemd-analyze", "verify", unit.toString())).isEmpty();
    String rating =
        run(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=13",
            "--no-pager",
            unit.toString());
    assertThat(rating).contains("Overall exposure level for steward.service");
  }

  @Test
  void the_units_command_serves_with_the_settings_of_the_example() throws IOException {
    Map<String, String> environment =
        settings(Files.readAllLines(Path.of("deploy/systemd/steward.env")));
    environment.replaceAll((name, value) -> value.replace("/etc/steward", folder.toString()));
    secrets();
    environment.put("STEWARD_DATABASE_URL", TestDatabase.create().url());
    environment.put("STEWARD_HTTP_PORT", String.valueOf(port));
    environment.put("STEWARD_HOME", folder.resolve("home").toString());
    List<String> command =
        Arrays.asList(
            unit()
                .lines()
                .filter(line -> line.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .replace("ExecStart=/usr/bin/java", java().toString())
                .replace("$JAVA_OPTIONS", environment.getOrDefault("JAVA_OPTIONS", ""))
                .replace("/opt/steward/steward.war", Folders.WAR.toString())
                .split(" "));
    try (ChildProcess process = ChildProcess.start(folder, command, environment)) {
      awaitReady(process);
      process.terminate();
      assertThat(process.awaitExit(Duration.ofSeconds(4 + 6 + 10))).isZero();
      assertThat(process.err()).contains("stopped");
      assertThat(process.warnings()).isEmpty();
    }
  }

  @Test
  void the_containers_files_serve_on_a_read_only_root_as_a_user_without_account_or_home()
      throws IOException {
    List<String> containerfile = Files.readAllLines(Path.of("deploy/Containerfile"));
    Path image = folder.resolve("image");
    assertThat(containerfile).contains("COPY --from=build /image /");
    build(containerfile, image);
    assertThat(Files.getPosixFilePermissions(image.resolve("var/lib/steward")))
        .contains(PosixFilePermission.OTHERS_WRITE);
    List<String> variables = new ArrayList<>(Files.readAllLines(Path.of("deploy/container.env")));
    containerfile.stream()
        .filter(line -> line.startsWith("ENV "))
        .forEach(line -> variables.add(line.substring(4)));
    Map<String, String> environment = settings(variables);
    secrets();
    environment.put("STEWARD_DATABASE_URL", TestDatabase.create().url());
    environment.put("STEWARD_HTTP_HOST", "127.0.0.1");
    environment.put("STEWARD_HTTP_PORT", String.valueOf(port));
    List<String> command = sandbox(image, environment);
    command.addAll(words(containerfile, "ENTRYPOINT "));
    command.addAll(words(containerfile, "CMD "));
    try (ChildProcess process = ChildProcess.start(folder, command, Map.of())) {
      awaitReady(process);
      healthCheck(containerfile);
      // bwrap does not pass on signals; an engine sends them to Java itself.
      ProcessHandle java = ProcessHandle.of(last(process.family())).orElseThrow();
      java.destroy();
      assertThat(process.awaitExit(Duration.ofSeconds(20))).isZero();
      assertThat(process.err()).contains("stopped");
      assertThat(process.warnings()).isEmpty();
    }
  }

  /** Runs the step of the Containerfile that follows Maven. */
  private void build(List<String> containerfile, Path image) {
    List<String> steps =
        containerfile.stream().filter(line -> line.startsWith("RUN sh deploy/")).toList();
    assertThat(steps).hasSize(1);
    String step = steps.get(0).substring(4).replace("/image", image.toString());
    run("sh", "-c", "cd '" + PROJECT + "' && PATH='" + java().getParent() + "':$PATH && " + step);
  }

  /** The container's root: libraries of this machine in place of the base image's. */
  private List<String> sandbox(Path image, Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of("bwrap", "--unshare-user", "--uid", "54321"));
    command.addAll(List.of("--gid", "54321", "--die-with-parent", "--ro-bind", "/usr", "/usr"));
    for (String link : List.of("bin", "lib", "lib64")) {
      command.addAll(List.of("--symlink", "usr/" + link, "/" + link));
    }
    command.addAll(List.of("--ro-bind", "/etc", "/etc", "--proc", "/proc", "--dev", "/dev"));
    command.addAll(List.of("--ro-bind", image.resolve("opt").toString(), "/opt"));
    for (String name : List.of("database-password", "jwt-secret")) {
      String file = folder.resolve(name).toString();
      command.addAll(List.of("--ro-bind", file, "/run/secrets/" + name));
    }
    command.addAll(List.of("--tmpfs", environment.getOrDefault("STEWARD_HOME", "")));
    command.addAll(List.of("--remount-ro", "/", "--clearenv"));
    environment.forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
    return command;
  }

  private void healthCheck(List<String> containerfile) {
    List<String> check =
        containerfile.stream()
            .filter(line -> line.startsWith("HEALTHCHECK "))
            .map(line -> line.replaceFirst(".* CMD", "CMD"))
            .toList();
    ChildProcess process =
        ChildProcess.start(
            Folders.fresh("packaging-health"),
            words(check, "CMD "),
            Map.of("STEWARD_HTTP_PORT", String.valueOf(port)));
    assertThat(process.awaitExit(PATIENCE)).as(process.log()).isZero();
  }

  private static List<String> words(List<String> containerfile, String instruction) {
    String line =
        containerfile.stream().filter(l -> l.startsWith(instruction)).findFirst().orElseThrow();
    return QUOTED
        .matcher(line)
        .results()
        .map((MatchResult word) -> word.group(1).replace("\\\\", "\\"))
        .toList();
  }

  private void awaitReady(ChildProcess process) {
    Await.until("ready", PATIENCE, () -> !process.isAlive() || http.status("/health/ready") == 200);
    assertThat(process.isAlive()).as(process.log()).isTrue();
  }

  /** The variables in these lines; their values have no quotes. */
  private static Map<String, String> settings(List<String> lines) {
    Map<String, String> settings = new HashMap<>();
    lines.stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .forEach(setting -> settings.put(setting[0], setting[1]));
    return settings;
  }

  private void secrets() throws IOException {
    secret("database-password", "not asked for");
    secret("jwt-secret", TestServer.SECRET);
  }

  private void secret(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Runs a program that must succeed; returns its output. */
  private String run(String... command) {
    ChildProcess process = ChildProcess.start(folder, List.of(command), Map.of());
    assertThat(process.awaitExit(PATIENCE)).as(process.log()).isZero();
    return process.log();
  }

  private static String unit() throws IOException {
    return Files.readString(Path.of("deploy/systemd/steward.service"));
  }

  private static Path java() {
    return ChildProcess.javaHome().resolve("bin/java");
  }

  private static long last(List<Long> family) {
    return family.get(family.size() - 1);
  }
}
