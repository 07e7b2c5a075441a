package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.LostFilter;
import io.steward.testing.PayaraMicro;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same WAR on Payara Micro, which contains its own Jersey and EclipseLink. */
@Tag("servers")
class PayaraMicroIT {
  @AutoClose private static PayaraMicro payara;
  private static String bearer;
  private static String basic;
  private static TestDatabase database;

  @BeforeAll
  static void start() throws IOException {
    Path folder = Folders.fresh("payara");
    Path steward = Files.copy(Folders.WAR, folder.resolve("ROOT.war"));
    TestClients clients = new TestClients(folder.resolve("clients"));
    basic = clients.addBasic("portal");
    database = TestDatabase.create();
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.put("STEWARD_CLIENTS_FILE", clients.path().toString());
    environment.putAll(ForwardAuthContract.settings(folder));
    payara =
        PayaraMicro.start(
            folder,
            environment,
            steward,
            LostFilter.MAPPED_ELSEWHERE.war(folder),
            LostFilter.METADATA_COMPLETE.war(folder),
            LostFilter.METADATA_COMPLETE_WITH_LISTENER.war(folder));
    bearer = LostFilter.bearer(payara.http(""));
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract() {
    return ServerContract.of(payara.http(""));
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract_for_oauth_clients() {
    return ClientContract.of(payara.http(""), basic);
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract_for_administrators() {
    return AdminContract.of(payara.http(""), database);
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract_for_proxies() {
    return ForwardAuthContract.of(payara.http(""));
  }

  @TestFactory
  Stream<DynamicTest> no_response_reveals_the_server_or_its_version() {
    return OddRequests.of(payara.http(""));
  }

  /** Payara uses the mapping in web.xml instead of the annotation's mapping. */
  @Test
  void every_request_is_refused_if_web_xml_maps_the_filter_elsewhere() {
    Http mapped = payara.http("/mapped-elsewhere");
    LostFilter.assertShut(mapped);
    assertThat(mapped.get("/user/update/", "Authorization", bearer).status()).isEqualTo(500);
  }

  @Test
  void no_resource_answers_if_web_xml_disables_annotations() {
    LostFilter way = LostFilter.METADATA_COMPLETE_WITH_LISTENER;
    way.assertDead(payara.http("/" + way.contextName()), bearer);
  }

  /** Without the listener, Payara itself answers, with an error page that names Payara. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "HEAD", "POST"})
  void nothing_is_served_without_the_listener(String method) {
    Http bare = payara.http("/" + LostFilter.METADATA_COMPLETE.contextName());
    for (String path : List.of("/user/update/", "/user/create/", "/health/live")) {
      ServerAnswer answer = bare.json(method, path, "{}", "Authorization", bearer);
      assertThat(answer.status()).as(path).isIn(403, 404, 405, 501);
    }
  }
}
