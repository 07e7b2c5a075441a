package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.AppServer;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.OwnPostgres;
import io.steward.testing.PayaraServer;
import io.steward.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.Driver;

/** Steward on Payara Server, with the server's own Jersey, EclipseLink and data source. */
@Tag("servers")
class PayaraOwnPartsIT {
  private static final Duration RECOVERY = Duration.ofSeconds(15);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String NOBODY =
      "{\"email\":\"nobody@example.com\",\"password\":\"korrekt Pferd Batterie\"}";

  private static OwnPostgres postgres;
  private static PayaraServer payara;

  @BeforeAll
  static void start() throws Exception {
    postgres = new OwnPostgres(Folders.fresh("payara-own-postgres"));
    postgres.start();
    Map<String, String> environment =
        Map.of(
            "PGHOST", "127.0.0.1",
            "PGPORT", String.valueOf(postgres.port()),
            "PGDATABASE", "postgres",
            "PGUSER", "postgres",
            "PGPASSWORD", "not asked for");
    payara = new PayaraServer(AppServer.home("payara6"), "payara-own").startAnew(environment);
    payara.asadmin("add-library", driver().toString());
    payara.asadmin("multimode", "--file", PayaraServer.FILES.resolve("datasource.txt").toString());
    assertThat(payara.warnings()).isEmpty();
    payara.close();
    Files.writeString(
        payara.domain().resolve("config/steward.properties"),
        "steward.jwt.secret=%s%nsteward.database.jndi=jdbc/steward%nsteward.throttle=off%n"
            .formatted(TestServer.SECRET));
    payara.start(environment).deploy(Folders.SKINNY);
    awaitReady();
  }

  private static void awaitReady() {
    Await.until("ready", RECOVERY, () -> http().status("/health/ready") == 200);
  }

  private static Path driver() throws Exception {
    return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @AfterAll
  static void stop() {
    if (payara != null) {
      payara.close();
    }
    postgres.close();
  }

  private static Http http() {
    return payara.http("");
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract() {
    return ServerContract.of(http());
  }

  @Test
  void the_war_contains_no_library_that_payara_provides() throws Exception {
    try (ZipFile war = new ZipFile(Folders.SKINNY.toFile())) {
      assertThat(war.stream().map(Object::toString))
          .contains("WEB-INF/classes/io/steward/App.class")
          .noneMatch(name -> name.matches(".*(jersey|eclipselink|hk2|jakarta|tomcat|picocli).*"));
    }
  }

  @Test
  void connections_come_from_the_servers_data_source() throws Exception {
    assertThat(payara.process().log()).doesNotContain("HikariPool", "com.zaxxer");
    assertThat(
            postgres.query(
                "select count(*) > 0 from pg_stat_activity"
                    + " where application_name = 'steward'"))
        .containsExactly("t");
  }

  @Test
  void a_hanging_database_leads_to_503_in_time() {
    http().post("/user/obtain_token/", NOBODY).is(403);
    postgres.freeze();
    try {
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        http().post("/user/obtain_token/", NOBODY).isProblem(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ANSWER);
      }
    } finally {
      postgres.thaw();
    }
    awaitReady();
    http().post("/user/obtain_token/", NOBODY).is(403);
  }
}
