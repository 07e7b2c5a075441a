package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The WAR dropped into a stock Tomcat, set by the environment, and once by JNDI. */
class TomcatIT {
  private static StockTomcat byEnvironment;
  private static StockTomcat byJndi;
  private static String basic;

  @BeforeAll
  static void start() throws IOException {
    Path base = StockTomcat.base("tomcat");
    Files.copy(Folders.WAR, base.resolve("webapps/ROOT.war"));
    TestClients clients = new TestClients(base.resolve("clients"));
    basic = clients.addBasic("portal");
    Map<String, String> environment =
        new HashMap<>(Steward.environment(TestDatabase.create().url()));
    environment.put("STEWARD_CLIENTS_FILE", clients.path().toString());
    environment.putAll(ForwardAuthContract.settings(base));
    byEnvironment = StockTomcat.start(base, environment);
    byJndi =
        StockTomcat.start(
            StockTomcat.jndiBase("tomcat-jndi", TestDatabase.create().url()), Map.of());
  }

  @AfterAll
  static void stop() {
    if (byJndi != null) {
      byJndi.close();
    }
    if (byEnvironment != null) {
      byEnvironment.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> does_what_every_server_does_set_by_the_environment() {
    return ServerContract.of(byEnvironment.http(""));
  }

  @TestFactory
  Stream<DynamicTest> does_what_every_server_does_set_by_jndi_below_a_path() {
    return ServerContract.of(byJndi.http("/steward"));
  }

  @TestFactory
  Stream<DynamicTest> does_what_every_server_does_for_a_client() {
    return ClientContract.of(byEnvironment.http(""), basic);
  }

  @TestFactory
  Stream<DynamicTest> does_what_every_server_does_for_a_proxy() {
    return ForwardAuthContract.of(byEnvironment.http(""));
  }

  @TestFactory
  Stream<DynamicTest> keeps_to_itself_what_runs_here() {
    return OddRequests.of(byEnvironment.http(""));
  }

  /** Who has set the proxy up looks there: the proxy throws away what it is told. */
  @Test
  void a_proxys_mistake_is_in_the_log_and_so_is_the_number_of_rules() {
    byEnvironment.http("").get("/authz/nginx").isProblem(403);
    assertThat(byEnvironment.process().log())
        .contains(
            "3 rules are in force", "The proxy must send exactly one X-Original-Method header.");
  }

  @Test
  void takes_connections_from_the_data_source_of_the_server() {
    assertThat(byJndi.process().log()).doesNotContain("HikariPool", "com.zaxxer");
  }

  @Test
  void starts_and_works_without_a_warning() {
    assertThat(byEnvironment.warnings()).isEmpty();
    assertThat(byJndi.warnings()).isEmpty();
  }
}
