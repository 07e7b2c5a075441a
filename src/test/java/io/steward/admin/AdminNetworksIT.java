package io.steward.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The administration is open only to the networks of {@code STEWARD_ADMIN_NETWORKS}. */
final class AdminNetworksIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String NETWORKS = "192.0.2.0/24, 2001:db8:1::/48";
  private static String bearer;
  @AutoClose private static TestServer server;
  @AutoClose private static TestServer unproxied;

  @BeforeAll
  static void start() {
    unproxied = TestServer.start(DATABASE, Map.of("admin.networks", NETWORKS));
    server =
        TestServer.start(
            DATABASE, Map.of("admin.networks", NETWORKS, "proxy.trusted", "127.0.0.1"));
    Visitor root = Visitor.arrive(DATABASE, new Caller(server));
    root.set("is_staff = true, is_superuser = true");
    bearer = "Bearer " + root.logIn().access();
  }

  private static ServerAnswer send(TestServer to, MatrixRow row, String address) {
    String path = "/admin/api/" + row.path().replace("{id}", "999999");
    return new Http(to.url(""))
        .send(row.method(), path, "", "Authorization", bearer, "X-Forwarded-For", address);
  }

  static Stream<MatrixRow> rows() {
    return MatrixRow.all().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void every_endpoint_is_closed_to_other_networks(MatrixRow row) {
    assertThat(send(server, row, "198.51.100.7").isProblem(403).body()).contains("your network");
    assertThat(send(server, row, "192.0.2.7").status()).isNotEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8:1::7", "2001:DB8:1:0::7"})
  void the_networks_of_the_setting_may_enter(String address) {
    send(server, rows().findFirst().orElseThrow(), address).is(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.3.1", "2001:db8:2::7", "::1", "127.0.0.1"})
  void other_networks_may_not(String address) {
    send(server, rows().findFirst().orElseThrow(), address).isProblem(403);
  }

  /** Only a trusted proxy says where a request comes from. */
  @ParameterizedTest
  @MethodSource("rows")
  void a_client_cannot_claim_a_network(MatrixRow row) {
    assertThat(send(unproxied, row, "192.0.2.7").isProblem(403).body()).contains("your network");
  }
}
