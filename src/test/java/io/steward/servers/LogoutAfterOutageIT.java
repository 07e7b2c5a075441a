package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Http;
import io.steward.testing.LostFilter;
import io.steward.testing.OwnPostgres;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log-out at one node, just after an outage of the database, and another node. */
@Tag("long")
final class LogoutAfterOutageIT {
  private static final Duration OUTAGE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PROMISE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LOOK_NANOS = Duration.ofSeconds(3).toNanos();
  private static final int ROUNDS = 3;

  @TempDir private Path folder = Path.of("");

  @Test
  void no_node_accepts_the_token_more_than_a_second_later() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules"), "* /api authenticated\n");
    Map<String, String> settings =
        Map.of("authz.rules", rules.toString(), "proxy.trusted", "127.0.0.0/8,::1");
    try (OwnPostgres postgres = new OwnPostgres(folder)) {
      postgres.start();
      try (TestServer one = TestServer.start(postgres.url(), settings);
          TestServer other = TestServer.start(postgres.url(), settings)) {
        for (int i = 0; i < ROUNDS; i++) {
          logOutAfterOutage(postgres, new Http(one.url("")), new Http(other.url("")), i);
        }
      }
    }
  }

  private static void logOutAfterOutage(OwnPostgres postgres, Http one, Http other, int round)
      throws InterruptedException {
    String email = "outage-" + round + "@nodes.example";
    one.post("/user/create/", TokenPair.credentials(email)).is(201);
    TokenPair pair = TokenPair.logIn(one, email);
    assertThat(ask(other, pair)).isEqualTo(200);
    postgres.stop();
    Thread.sleep(OUTAGE.toMillis());
    assertThat(ask(other, pair)).isEqualTo(200);
    CompletableFuture<Void> start = CompletableFuture.runAsync(postgres::start);
    Await.until("the log-out", PATIENCE, () -> pair.logOutAt(one).status() == 204);
    long ended = System.nanoTime();
    long asked = ended;
    while (asked - ended < LOOK_NANOS) {
      int answer = ask(other, pair);
      if (asked - ended > PROMISE_NANOS) {
        assertThat(answer).isNotEqualTo(200);
      }
      asked = System.nanoTime();
    }
    Await.until("the other node refuses", PATIENCE, () -> ask(other, pair) == 401);
    start.join();
  }

  private static int ask(Http node, TokenPair pair) {
    return LostFilter.askAsProxy(node, pair.bearer()).status();
  }
}
