package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.OwnPostgres;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestClients;
import io.steward.testing.TokenPair;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that has lost its revocation feed for some time. */
@Tag("long")
class StalenessIT {
  private static final Duration STALENESS = Duration.ofSeconds(5);
  private static final Duration SILENT = STALENESS.plusMillis(200);
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private static OwnPostgres postgres;
  private static Steward steward;
  private static String basic;
  private static int users;

  @BeforeAll
  static void start() {
    postgres = new OwnPostgres(Folders.fresh("staleness-postgres"));
    postgres.start();
    Map<String, String> environment = new HashMap<>(Steward.environment(postgres.url()));
    environment.put("STEWARD_REVOCATION_STALENESS", String.valueOf(STALENESS.toSeconds()));
    TestClients clients = new TestClients(Folders.fresh("staleness-clients").resolve("clients"));
    basic = clients.addBasic("portal");
    environment.put("STEWARD_CLIENTS_FILE", clients.path().toString());
    steward = Steward.serve(Folders.fresh("staleness"), Folders.WAR, environment);
    steward.awaitReady(RECOVERY);
  }

  @AfterAll
  static void stop() {
    if (steward != null) {
      steward.close();
    }
    postgres.close();
  }

  private static Http http() {
    return steward.http();
  }

  private static TokenPair newcomer() {
    String email = "user-" + users++ + "@stale.example";
    http().post("/user/create/", TokenPair.credentials(email)).is(201);
    return TokenPair.logIn(http(), email);
  }

  /** The node accepts the token at first. From the staleness limit on, it answers 503. */
  private static void assertFallsSilent(TokenPair pair) throws InterruptedException {
    assertThat(pair.opens(http())).isTrue();
    http().get("/revocations", "Authorization", basic).is(200);
    Duration yes =
        Await.until(
            "the node no longer decides", SILENT, () -> pair.showAt(http()).status() == 503);
    assertThat(yes).isGreaterThan(STALENESS.dividedBy(2));
    for (int i = 0; i < 60; i++) {
      assertUndecided(pair.showAt(http()));
      Thread.sleep(50);
    }
    http().get("/health/ready").isProblem(503);
    assertUndecided(http().get("/revocations", "Authorization", basic));
  }

  private static void assertUndecided(ServerAnswer answer) {
    answer.isProblem(503);
    assertThat(answer.member("type")).isEqualTo("urn:steward:problem:undecided");
    assertThat(answer.header("Retry-After")).isNotEmpty();
  }

  private static void assertAcceptsAgain(TokenPair pair) {
    Await.until("the token is accepted again", RECOVERY, () -> pair.showAt(http()).status() == 200);
    steward.awaitReady(RECOVERY);
  }

  @Test
  void while_the_database_hangs_stale_tokens_are_refused() throws Exception {
    TokenPair pair = newcomer();
    postgres.freeze();
    try {
      assertFallsSilent(pair);
    } finally {
      postgres.thaw();
    }
    assertAcceptsAgain(pair);
  }

  @Test
  void after_a_database_outage_all_revocations_are_known() throws Exception {
    TokenPair ended = newcomer();
    String id = newest();
    TokenPair good = newcomer();
    postgres.stop();
    assertFallsSilent(good);
    postgres.start();
    revoke(id);
    assertAcceptsAgain(good);
    Await.until("the revocation is known after the outage", KNOWN, () -> !ended.opens(http()));
    ended.showAt(http()).isProblem(401);
  }

  /** The id of the latest session. */
  private static String newest() throws SQLException {
    return postgres.query("select id from sessions order by created_at desc limit 1").get(0);
  }

  /** Ends a session directly in SQL, without a notification. */
  private static void revoke(String sessionId) throws SQLException {
    postgres.query(
        "insert into revocations (session_id, expires_at) values ('%s', now() + interval '1 hour')"
                .formatted(sessionId)
            + " returning session_id");
  }
}
