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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that find a standby where they look for the primary, or nobody who answers. */
class StandbyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration STALENESS = Duration.ofSeconds(5);

  private final OwnPostgres postgres = new OwnPostgres(folder());

  private static Path folder() {
    return Folders.fresh("standby-postgres");
  }

  @AfterEach
  void stop() {
    postgres.close();
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
  void a_standby_is_no_database_until_it_is_promoted() throws Exception {
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

  /** Whoever asks for any server gets one that is late; but not a yes to tokens. */
  @Test
  void what_a_standby_knows_of_revocations_is_not_relied_upon() throws Exception {
    postgres.start();
    TokenPair pair = newcomer();
    try (Steward node = serve("standby-any", postgres.url() + "&targetServerType=any")) {
      node.awaitReady(PATIENCE);
      assertThat(pair.opens(node.http())).isTrue();
      postgres.stop();
      postgres.beStandby();
      postgres.start();
      Thread.sleep(STALENESS.plusSeconds(1).toMillis());
      assertThat(pair.showAt(node.http()).status()).isEqualTo(503);
      postgres.query("select pg_promote()");
      node.awaitReady(PATIENCE);
      assertThat(pair.opens(node.http())).isTrue();
    }
  }

  @Test
  void a_host_that_says_nothing_is_passed_over() throws Exception {
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
          "registers",
          PATIENCE,
          () ->
              node.http()
                      .post("/user/create/", TokenPair.credentials("eve@standby.example"))
                      .status()
                  == 201);
    }
  }
}
