package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.doctor.Version;
import io.steward.testing.Folders;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The WAR in two unmodified Tomcats: one takes settings from the environment, one from JNDI. */
@Tag("servers")
class TomcatIT {
  @AutoClose private static StockTomcat byEnvironment;
  @AutoClose private static StockTomcat byJndi;
  private static String basic;
  private static TestDatabase database;

  @BeforeAll
  static void start() throws IOException {
    Path base = StockTomcat.base("tomcat");
    Files.copy(Folders.WAR, base.resolve("webapps/ROOT.war"));
    TestClients clients = new TestClients(base.resolve("clients"));
    basic = clients.addBasic("portal");
    database = TestDatabase.create();
    Map<String, String> environment =
        new HashMap<>(Steward.environment(TestDatabase.create().url()));
    environment.put("STEWARD_CLIENTS_FILE", clients.path().toString());
    environment.putAll(ForwardAuthContract.settings(base));
    byEnvironment = StockTomcat.start(base, environment);
    byJndi = StockTomcat.start(StockTomcat.jndiBase("tomcat-jndi", database.url()), Map.of());
  }

  @TestFactory
  Stream<DynamicTest> tomcat_fulfils_the_contract_with_settings_from_the_environment() {
    return ServerContract.of(byEnvironment.http(""));
  }

  @TestFactory
  Stream<DynamicTest> tomcat_fulfils_the_contract_at_a_context_path_with_settings_from_jndi() {
    return ServerContract.of(byJndi.http("/steward"));
  }

  @Test
  void the_context_path_without_its_last_slash_is_redirected() {
    ServerAnswer answer = byJndi.http("").get("/steward?a=b").is(302);
    assertThat(answer.header("Location")).isEqualTo("/steward/?a=b");
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract_for_oauth_clients() {
    return ClientContract.of(byEnvironment.http(""), basic);
  }

  @TestFactory
  Stream<DynamicTest> tomcat_fulfils_the_contract_for_administrators_at_a_context_path() {
    return AdminContract.of(byJndi.http("/steward"), database);
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract_for_proxies() {
    return ForwardAuthContract.of(byEnvironment.http(""));
  }

  @TestFactory
  Stream<DynamicTest> no_response_reveals_the_server_or_its_version() {
    return OddRequests.of(byEnvironment.http(""));
  }

  /**
   * The proxy discards the response body, so the proxy's operator finds the cause only in the log.
   */
  @Test
  void a_proxys_mistake_and_the_number_of_rules_are_logged() {
    byEnvironment.http("").get("/authz/nginx").isProblem(403);
    assertThat(byEnvironment.process().log())
        .contains(
            "3 rules are in force", "The proxy must send exactly one X-Original-Method header.");
  }

  @Test
  void connections_come_from_the_servers_data_source() {
    assertThat(byJndi.process().log()).doesNotContain("HikariPool", "com.zaxxer");
  }

  @Test
  void the_log_names_the_version() {
    assertThat(byEnvironment.process().log()).contains(Version.text());
  }

  @Test
  void tomcat_stops_without_warnings() throws IOException {
    try (StockTomcat tomcat =
        StockTomcat.start(
            StockTomcat.jndiBase("tomcat-stop", TestDatabase.create().url()), Map.of())) {
      tomcat.http("/steward").get("/health/ready").is(200);
      tomcat.process().terminate();
      tomcat.process().awaitExit(Duration.ofSeconds(30));
      assertThat(tomcat.warnings()).isEmpty();
    }
  }

  @Test
  void tomcat_starts_and_serves_without_warnings() {
    assertThat(byEnvironment.warnings()).isEmpty();
    assertThat(byJndi.warnings()).isEmpty();
  }
}
