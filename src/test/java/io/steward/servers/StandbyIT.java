package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.OwnPostgres;
import io.steward.testing.Steward;
import io.steward.testing.TokenPair;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nodes whose database URL leads to a standby, a former primary or a host that does not respond.
 */
@Tag("long")
class StandbyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration STALENESS = Duration.ofSeconds(5);

  @AutoClose private final OwnPostgres postgres = new OwnPostgres(folder());

  private static Path folder() {
    return Folders.fresh("standby-postgres");
  }

  private static Steward serve(String name, String url) {
    Map<String, String> environment = new HashMap<>(Steward.environment(url));
    environment.put("STEWARD_REVOCATION_STALENESS", String.valueOf(STALENESS.toSeconds()));
    return Steward.serve(Folders.fresh(name), Folders.WAR, environment);
  }

  private static void demandMissing(Steward node, String word) {
    assertThat(node.http().get("/health/ready").isProblem(503).member("detail")).isEqualTo(word);
  }

  @Test
  void a_standby_counts_as_no_database_until_it_is_promoted() throws Exception {
    postgres.start();
    TokenPair pair = newcomer();
    postgres.stop();
    postgres.beStandby();
    postgres.start();
    try (Steward node = serve("standby", postgres.url())) {
      demandMissing(node, "database");
      postgres.query("select pg_promote()");
      node.awaitReady(PATIENCE);
      assertThat(pair.refreshAt(node.http()).status()).isEqualTo(200);
    }
  }

  private TokenPair newcomer() {
    try (Steward node = serve("standby-before", postgres.url())) {
      node.awaitReady(PATIENCE);
      node.http().post("/user/create/", TokenPair.credentials("ada@standby.example")).is(201);
      return TokenPair.logIn(node.http(), "ada@standby.example");
    }
  }

  /**
   * A replaced primary still answers reads, but its commits wait for the standby that replaced it.
   */
  @Test
  void revocations_read_from_a_replaced_primary_do_not_count() throws Exception {
    postgres.start();
    TokenPair pair = newcomer();
    try (Steward node = serve("standby-replaced", postgres.url())) {
      node.awaitReady(PATIENCE);
      assertThat(pair.opens(node.http())).isTrue();
      waitForStandby("gone");
      Await.until(
          "the node no longer decides", PATIENCE, () -> pair.showAt(node.http()).status() == 503);
      waitForStandby("");
      node.awaitReady(PATIENCE);
      assertThat(pair.opens(node.http())).isTrue();
    }
  }

  private void waitForStandby(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url());
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set synchronous_standby_names = '" + name + "'");
      statement.execute("select pg_reload_conf()");
    }
  }

  @Test
  void an_unresponsive_database_host_is_skipped() throws Exception {
    postgres.start();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Steward node =
            serve(
                "standby-silent",
                postgres
                    .url()
                    .replace("127.0.0.1", "127.0.0.1:" + silent.getLocalPort() + ",127.0.0.1"))) {
      node.awaitReady(PATIENCE);
      Await.until(
          "a registration succeeds",
          PATIENCE,
          () ->
              node.http()
                      .post("/user/create/", TokenPair.credentials("eve@standby.example"))
                      .status()
                  == 201);
    }
  }
}
