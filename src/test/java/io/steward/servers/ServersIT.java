package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.AppServer;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The same WAR on each server that {@code -Dservers} names; see {@code deploy/servers.sh}. */
@Tag("servers")
@ParameterizedClass
@MethodSource("servers")
class ServersIT {
  private static final int TIMES = Integer.getInteger("redeployments", 3);
  private static final Path WAR =
      Path.of(System.getProperty("war", Folders.WAR.toString())).toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static AppServer server;
  private static TestDatabase database;

  @Parameter String name;

  static Stream<String> servers() {
    return Stream.of(System.getProperty("servers", "tomcat10,payara6").split(",", -1));
  }

  @BeforeParameterizedClassInvocation
  static void start(String name) throws IOException {
    database = TestDatabase.create();
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.putAll(ForwardAuthContract.settings(Folders.fresh(name + "-rules")));
    server = AppServer.start(name, name, environment);
    server.deploy(WAR);
    awaitReady();
  }

  private static void awaitReady() {
    Await.until("ready", PATIENCE, () -> server.http("").status("/health/ready") == 200);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract() {
    return ServerContract.of(server.http(""));
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract_for_administrators() {
    return AdminContract.of(server.http(""), database);
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract_for_proxies() {
    return ForwardAuthContract.of(server.http(""));
  }

  @TestFactory
  Stream<DynamicTest> no_response_reveals_the_server_or_its_version() {
    return OddRequests.of(server.http(""));
  }

  @Test
  void repeated_redeployment_leaks_nothing() {
    use(server.http(""));
    for (int i = 0; i < TIMES; i++) {
      server.deploy(WAR);
      use(server.http(""));
    }
    assertThat(server.deployments()).hasSize(1 + TIMES);
    assertThat(sinceFirstDeployment().filter(AppServer.LEAK.asPredicate())).isEmpty();
    assertThat(server.warnings()).isEmpty();
    Await.until(
        "old class loaders are gone",
        PATIENCE,
        () -> server.loaders("io.steward.settings.source.Setting") == 1 + kept());
  }

  /**
   * The number of old class loaders that the server itself keeps. Payara 7 keeps one, in its
   * ComponentEnvManagerImpl.
   */
  private int kept() {
    return name.equals("payara7") ? 1 : 0;
  }

  /**
   * The log after the first deployment. While Payara inspects the WAR, it can log warnings that the
   * test would count.
   */
  private static Stream<String> sinceFirstDeployment() {
    return AppServer.DEPLOYED.splitAsStream(server.process().log()).skip(1).flatMap(String::lines);
  }

  /** Sends requests that run all code that could leak memory: hashes, tokens, transactions. */
  private static void use(Http http) {
    awaitReady();
    String ada = "{\"email\":\"ada@example.com\",\"password\":\"korrekt Pferd Batterie\"}";
    http.post("/user/create/", ada);
    String token = http.post("/user/obtain_token/", ada).is(200).member("token");
    http.get("/user/update/", "Authorization", "Bearer " + token).is(200);
    http.get("/user/update/").is(401);
  }
}
