package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.OwnPostgres;
import io.steward.testing.Steward;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With faulty settings, the start fails at once, reports every fault and shows no secret. */
@Tag("long")
class SettingsFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SHORT_SECRET = "hunter2-Swordfish-x8";
  private static final String DATABASE_PASSWORD = "swordfish-of-the-database";

  private static final Map<String, String> FAULTY =
      Map.of(
          "STEWARD_DATABASE_URL",
          "jdbc:mysql://localhost/x?password=" + DATABASE_PASSWORD,
          "STEWARD_JWT_SECRET",
          SHORT_SECRET,
          "STEWARD_JWT_ALGORITHM",
          "none",
          "STEWARD_JWT_LEEWAY",
          "-1");

  private static final List<String> NAMES = FAULTY.keySet().stream().sorted().toList();

  @Test
  void serve_reports_each_fault_of_the_settings_in_one_line_and_exits() {
    Path folder = Folders.fresh("faults");
    ChildProcess refused = Steward.run(folder, Folders.WAR, FAULTY, "serve");
    assertThat(refused.awaitExit(PATIENCE)).isEqualTo(1);
    // The first line names the version.
    List<String> lines = refused.err().lines().skip(1).toList();
    assertThat(lines).hasSameSizeAs(NAMES);
    for (String name : NAMES) {
      assertThat(lines).anyMatch(line -> line.contains(name));
    }
    assertTellsNoSecret(refused);
  }

  @Test
  void a_database_that_rejects_the_password_is_reported_at_start() throws Exception {
    Path data = Folders.fresh("password-postgres");
    Path folder = Folders.fresh("password");
    try (OwnPostgres postgres = new OwnPostgres(data)) {
      Files.writeString(
          data.resolve("data/pg_hba.conf"),
          "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
      postgres.start();
      assertThat(postgres.query("select count(*) from pg_hba_file_rules")).containsExactly("2");
      ChildProcess refused =
          Steward.run(
              folder,
              Folders.WAR,
              Map.of(
                  "STEWARD_DATABASE_URL",
                  postgres.url().replaceFirst("\\?.*", ""),
                  "STEWARD_DATABASE_USERNAME",
                  "steward",
                  "STEWARD_DATABASE_PASSWORD",
                  DATABASE_PASSWORD,
                  "STEWARD_JWT_SECRET",
                  TestServer.SECRET,
                  "STEWARD_HTTP_PORT",
                  "0"),
              "serve");
      assertThat(refused.awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(reasons(refused))
          .singleElement()
          .asString()
          .contains("STEWARD_DATABASE_PASSWORD")
          .contains("check");
      assertTellsNoSecret(refused);
    }
  }

  @Test
  void an_unreachable_database_is_reported_at_start() {
    Path folder = Folders.fresh("no-database");
    String url = TestDatabase.create().url().replaceFirst("/steward_\\d+", "/nowhere");
    ChildProcess refused = Steward.run(folder, Folders.WAR, Steward.environment(url), "serve");
    assertThat(refused.awaitExit(PATIENCE)).isEqualTo(1);
    assertThat(reasons(refused)).singleElement().asString().contains("STEWARD_DATABASE_URL");
    assertTellsNoSecret(refused);
  }

  @Tag("servers")
  @Test
  void a_container_does_not_deploy_steward_with_faulty_settings() throws IOException {
    Path base = StockTomcat.base("tomcat-faults");
    Files.copy(Folders.WAR, base.resolve("webapps/steward.war"));
    try (StockTomcat tomcat = StockTomcat.start(base, FAULTY)) {
      Http http = tomcat.http("/steward");
      for (String path : List.of("/", "/health/live", "/user/create/", "/index.html")) {
        http.get(path).is(404).tellsNothing();
      }
      String log = tomcat.process().log();
      for (String name : NAMES) {
        // Tomcat itself logs the exception that stopped the deployment, with its message.
        assertThat(log.lines().filter(l -> l.contains("SEVERE") && l.contains(name))).hasSize(1);
      }
      assertThat(log).containsPattern("startup in \\[\\d+\\] milliseconds");
      assertTellsNoSecret(tomcat.process());
    }
  }

  /** The output without the lines that every start prints. */
  private static List<String> reasons(ChildProcess refused) {
    assertThat(refused.log()).doesNotContain("retrying");
    return refused
        .err()
        .lines()
        .filter(line -> !line.matches("\\S+ (INFO|WARNING) io\\.steward: .*"))
        .filter(line -> !line.equals("Steward did not start; see the lines above."))
        // Tomcat says so on a busy machine.
        .filter(line -> !line.contains("Creation of SecureRandom instance"))
        .toList();
  }

  private static void assertTellsNoSecret(ChildProcess process) {
    assertThat(process.log()).doesNotContain(SHORT_SECRET, DATABASE_PASSWORD, TestServer.SECRET);
    if (!process.isAlive()) {
      assertThat(process.log()).doesNotContain("\tat ");
    }
  }
}
