package io.steward.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Http;
import io.steward.testing.LogLines;
import io.steward.testing.MovedClock;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong wall clock of one node opens no ended session, on any node. */
@Tag("long")
final class MovedClockIT {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final MovedClock WALL = new MovedClock();
  @AutoClose private static final TestServer RIGHT = TestServer.start(DATABASE);
  @AutoClose private static final TestServer MOVED = TestServer.start(DATABASE, Map.of(), WALL);

  private final Http right = new Http(RIGHT.url(""));
  private final Http moved = new Http(MOVED.url(""));

  private void setAhead(Duration ahead) {
    WALL.setAhead(ahead);
    boolean isRight = ahead.abs().toSeconds() <= 60;
    Await.until("the node notices", PATIENCE, () -> isReady() == isRight);
  }

  @AfterEach
  void setRight() {
    WALL.setAhead(Duration.ZERO);
  }

  private boolean isReady() {
    return moved.get("/health/ready").status() == 200;
  }

  private void assertRefused(TokenPair pair) {
    for (Http node : List.of(right, moved)) {
      Await.until("the log-out is known", Duration.ofSeconds(1), () -> !pair.opens(node));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, -3_600, -61, -59, 59, 61, 3_600, 86_400})
  void ended_sessions_stay_ended_on_both_nodes_while_a_clock_is_wrong_and_afterwards(long seconds) {
    String email = TwoNodes.addUser(DATABASE);
    TokenPair before = TokenPair.logIn(moved, email);
    TokenPair during = TokenPair.logIn(right, email);
    TokenPair elsewhere = TokenPair.logIn(moved, email);
    TokenPair stays = TokenPair.logIn(right, email);
    before.logOutAt(moved);
    setAhead(Duration.ofSeconds(seconds));
    during.logOutAt(moved);
    elsewhere.logOutAt(right);
    List<TokenPair> ended = List.of(before, during, elsewhere);
    ended.forEach(this::assertRefused);
    assertThat(stays.opens(moved)).isTrue();
    // Long enough for the node to forget revocations.
    LockSupport.parkNanos(Duration.ofSeconds(11).toNanos());
    ended.forEach(this::assertRefused);
    setAhead(Duration.ZERO);
    ended.forEach(this::assertRefused);
    assertThat(stays.opens(moved)).isTrue();
  }

  @Test
  void with_a_short_access_life_an_ended_token_is_refused_until_it_expires() throws Exception {
    TestDatabase database = TestDatabase.create();
    Map<String, String> life = Map.of("jwt.access_lifetime", "90");
    MovedClock wall = new MovedClock();
    try (TestServer near = TestServer.start(database, life);
        TestServer far = TestServer.start(database, life, wall)) {
      List<Http> nodes = List.of(new Http(near.url("")), new Http(far.url("")));
      String email = TwoNodes.addUser(database);
      TokenPair pair = TokenPair.logIn(nodes.get(1), email);
      wall.setAhead(Duration.ofSeconds(560));
      Await.until("not ready", PATIENCE, () -> nodes.get(1).get("/health/ready").status() == 503);
      assertUnavailable(nodes.get(1).post("/user/obtain_token/", TokenPair.credentials(email)));
      pair.logOutAt(nodes.get(1)).is(204);
      Thread.sleep(1_000);
      for (int second = 0; second < 92; second++) {
        // Halfway, the clock is set right.
        wall.setAhead(Duration.ofSeconds(second < 45 ? 560 : 0));
        assertThat(nodes).noneMatch(pair::opens);
        Thread.sleep(1_000);
      }
    }
  }

  @Test
  void a_node_whose_clock_is_wrong_says_so_once_and_issues_no_tokens() throws Exception {
    // The node looks at its clock several times a second: it has to notice the end of other tests.
    Thread.sleep(1_000);
    String email = TwoNodes.addUser(DATABASE);
    TokenPair pair = TokenPair.logIn(moved, email);
    LogLines.during(
        "io.steward.node",
        Level.INFO,
        lines -> {
          setAhead(Duration.ofSeconds(90));
          assertThat(moved.get("/health/ready").isProblem(503).member("detail")).isEqualTo("clock");
          assertIssuesNothing(pair, email);
          Await.until("it is logged", PATIENCE, () -> count(lines, "set the clocks") == 1);
          setAhead(Duration.ZERO);
          Await.until("the end is logged", PATIENCE, () -> count(lines, "issues tokens") == 1);
          assertThat(count(lines, "is not ready and issues no tokens; set the clocks")).isOne();
        });
    assertThat(TokenPair.of(pair.refreshAt(moved)).opens(right)).isTrue();
  }

  private static long count(List<String> lines, String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }

  private void assertIssuesNothing(TokenPair pair, String email) {
    String change = "{\"current_password\":\"x\",\"new_password\":\"analytical engine\"}";
    List.of(
            moved.post("/user/obtain_token/", TokenPair.credentials(email)),
            pair.refreshAt(moved),
            moved.json("POST", "/user/change_password/", change, "Authorization", pair.bearer()))
        .forEach(MovedClockIT::assertUnavailable);
  }

  private static void assertUnavailable(ServerAnswer answer) {
    assertThat(answer.isProblem(503).header("Retry-After")).isNotEmpty();
  }
}
