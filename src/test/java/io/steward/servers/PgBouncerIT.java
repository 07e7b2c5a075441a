package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.PgBouncer;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node behind a PgBouncer in transaction mode, and one connected directly. */
@Tag("servers")
class PgBouncerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration STALENESS = Duration.ofSeconds(5);
  // Long enough for the revocation feed's pending query to time out. A late result of this query
  // would count as up to date only for a moment.
  private static final Duration CUT_OFF = STALENESS.plusMillis(1_500);

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static PgBouncer bouncer;
  private static Steward bounced;
  private static Steward straight;
  private static int users;

  /** The node behind PgBouncer starts first, so that it migrates the schema through PgBouncer. */
  @BeforeAll
  static void start() {
    bouncer = new PgBouncer(Folders.fresh("pgbouncer"), DATABASE);
    Map<String, String> environment = new HashMap<>(Steward.environment(bouncer.url()));
    environment.put("STEWARD_REVOCATION_STALENESS", String.valueOf(STALENESS.toSeconds()));
    bounced = Steward.serve(Folders.fresh("pgbouncer-node"), Folders.WAR, environment);
    bounced.awaitReady(PATIENCE);
    straight =
        Steward.serve(
            Folders.fresh("pgbouncer-straight"), Folders.WAR, Steward.environment(DATABASE.url()));
    straight.awaitReady(PATIENCE);
  }

  @AfterAll
  static void stop() {
    if (straight != null) {
      straight.close();
    }
    if (bounced != null) {
      bounced.close();
    }
    bouncer.close();
  }

  private static Http behind() {
    return bounced.http();
  }

  private static TokenPair newcomer() {
    String email = "user-" + users++ + "@bouncer.example";
    behind().post("/user/create/", TokenPair.credentials(email)).is(201);
    return TokenPair.logIn(behind(), email);
  }

  @Test
  void a_node_behind_pgbouncer_keeps_serving_beyond_the_prepare_threshold() {
    List<String> earlier = bounced.process().warnings();
    TokenPair pair = newcomer();
    for (int i = 0; i < 20; i++) {
      pair = TokenPair.of(pair.refreshAt(behind()));
      behind().get("/user/update/", "Authorization", pair.bearer()).is(200);
      behind().get("/user/sessions/", "Authorization", pair.bearer()).is(200);
    }
    pair.logOutAt(behind()).is(204);
    assertThat(pair.opens(behind())).isFalse();
    assertThat(bounced.process().warnings()).isEqualTo(earlier);
  }

  @Test
  void a_node_behind_pgbouncer_learns_in_time_of_sessions_that_end_elsewhere() {
    for (int i = 0; i < 10; i++) {
      TokenPair pair = newcomer();
      assertThat(pair.opens(straight.http())).isTrue();
      pair.logOutAt(straight.http()).is(204);
      Await.until("the revocation is known behind PgBouncer", KNOWN, () -> !pair.opens(behind()));
    }
  }

  @Test
  void other_nodes_learn_in_time_of_sessions_that_end_behind_pgbouncer() {
    TokenPair pair = newcomer();
    assertThat(pair.opens(straight.http())).isTrue();
    pair.logOutAt(behind()).is(204);
    Await.until(
        "the revocation is known at the other node", KNOWN, () -> !pair.opens(straight.http()));
  }

  /** The database and the other node keep running. */
  @Test
  void a_node_without_database_stops_accepting_tokens_and_recovers_all_revocations()
      throws Exception {
    TokenPair ended = newcomer();
    TokenPair good = newcomer();
    bouncer.freeze();
    try {
      ended.logOutAt(straight.http()).is(204);
      Thread.sleep(CUT_OFF.toMillis());
      for (TokenPair pair : new TokenPair[] {ended, good}) {
        assertThat(pair.showAt(behind()).isProblem(503).header("Retry-After")).isNotEmpty();
      }
    } finally {
      bouncer.thaw();
    }
    Await.until("the node decides on tokens again", PATIENCE, () -> decides(ended, good));
  }

  /**
   * Whether the node again refuses the revoked token and accepts the valid one, instead of
   * answering 503. It must never accept the revoked token.
   */
  private static boolean decides(TokenPair ended, TokenPair good) {
    ServerAnswer first = ended.showAt(behind());
    assertThat(first.status()).as(first.body()).isIn(401, 503);
    return first.status() == 401 && good.showAt(behind()).status() == 200;
  }
}
