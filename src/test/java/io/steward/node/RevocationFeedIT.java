package io.steward.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.settings.Settings;
import io.steward.testing.Await;
import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which rows the looks of a feed read. */
final class RevocationFeedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NOW = "pg_current_xact_id()";
  private static final String LATER =
      "cast(cast(cast(cast(pg_current_xact_id() as text) as bigint) + 1000000 as text) as xid8)";

  private static final TestDatabase POSTGRES = TestDatabase.create();
  private static final Settings SETTINGS = TestServer.settings(POSTGRES.url(), Map.of());
  @AutoClose private static final Database DATABASE = new Database(SETTINGS.database());

  private final Revocations revocations = new Revocations(Duration.ofMinutes(1));
  private final ReferenceClock clock = new ReferenceClock(Clock.systemUTC());
  private final FeedReport report = new FeedReport(revocations);

  @BeforeAll
  static void migrate() {
    DATABASE.server().migrate();
    DATABASE.connect();
  }

  @BeforeEach
  void empty() {
    POSTGRES.execute("truncate revocations");
  }

  private void insert(String id, String transaction, int count) {
    POSTGRES.execute(
        String.format(
            Locale.ROOT,
            "insert into revocations (session_id, expires_at, recorded_in)"
                + " select %s, now() + interval '1 hour', %s from generate_series(1, %d) i",
            id,
            transaction,
            count));
  }

  private RevocationLook look() {
    return new RevocationLook(revocations, new NodeClock(clock), report);
  }

  @Test
  void rows_restored_from_a_cluster_with_higher_transaction_ids_are_not_read_by_every_look()
      throws SQLException {
    insert("'restored' || i", LATER, 3);
    try (Connection connection = DATABASE.server().connection()) {
      RevocationLook look = look();
      assertThat(look.next(connection)).isFalse();
      insert("'new' || i", NOW, 2);
      assertThat(look.next(connection)).isTrue();
      assertThat(revocations.size()).isEqualTo(2);
      RevocationPages pages = new RevocationPages(revocations);
      pages.next(connection);
      pages.next(connection);
      assertThat(pages.areRead()).isTrue();
      assertThat(revocations.size()).isEqualTo(5);
    }
  }

  @Test
  void rows_restored_from_a_cluster_with_higher_transaction_ids_are_not_in_every_answer()
      throws SQLException {
    insert("'restored' || i", LATER, 3);
    try (Connection connection = DATABASE.server().connection()) {
      RevocationLook look = look();
      look.next(connection);
      insert("'new' || i", NOW, 2);
      assertThat(new RecentRevocations(DATABASE).since(look.position()).orElseThrow().sessions())
          .extracting(EndedSession::id)
          .containsExactlyInAnyOrder("new1", "new2");
    }
  }

  @Tag("long")
  @Test
  void a_revocation_restored_while_a_node_runs_ends_its_session() {
    try (TestServer server = TestServer.start(POSTGRES)) {
      Http node = new Http(server.url(""));
      String email = TwoNodes.addUser(POSTGRES);
      TokenPair ended = TokenPair.logIn(node, email);
      String session = POSTGRES.query("select id from sessions").get(0);
      TokenPair other = TokenPair.logIn(node, email);
      assertThat(ended.opens(node)).isTrue();
      insert("'" + session + "'", LATER, 1);
      Await.until("the row is read", PATIENCE, () -> !ended.opens(node));
      assertThat(other.opens(node)).isTrue();
    }
  }

  @Test
  void the_first_look_says_that_earlier_rows_can_be_missing_and_the_pages_have_them()
      throws SQLException {
    int many = 2 * RevocationRows.BATCH + 1;
    insert("lpad(cast(i as text), 22, '0')", NOW, many);
    try (Connection connection = DATABASE.server().connection()) {
      assertThat(look().next(connection)).isFalse();
      RevocationPages pages = new RevocationPages(revocations);
      while (!pages.areRead()) {
        pages.next(connection);
      }
      assertThat(revocations.size()).isEqualTo(many);
    }
  }

  @Test
  void a_look_that_finds_very_many_rows_says_that_rows_can_be_missing() throws SQLException {
    try (Connection connection = DATABASE.server().connection()) {
      RevocationLook look = look();
      assertThat(look.next(connection)).isFalse();
      assertThat(look.next(connection)).isTrue();
      insert("lpad(cast(i as text), 22, '0')", NOW, 2 * RevocationRows.BATCH);
      assertThat(look.next(connection)).isFalse();
      assertThat(revocations.size()).isLessThan(2 * RevocationRows.BATCH);
      assertThat(look.next(connection)).isTrue();
    }
  }

  @Test
  void each_look_reads_the_databases_clock() throws SQLException {
    try (Connection connection = DATABASE.server().connection()) {
      look().next(connection);
      assertThat(clock.isRight()).isTrue();
    }
  }
}
