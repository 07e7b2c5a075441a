package io.steward.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TwoNodes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expired rows are removed in batches, by one node at a time. */
final class ExpiryIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final int MANY = Batches.SIZE + 100;
  private final List<Expiry> expiries =
      List.of(
          new Expiry("sessions", "id"),
          new Expiry("revocations", "session_id"),
          new Expiry("throttles", "key"),
          new Expiry("known_networks", "user_id, network"),
          new Expiry("known_devices", "user_id, device"));

  @BeforeAll
  static void migrate() {
    try (Database opened = new Database(TestServer.settings(DATABASE.url(), Map.of()).database())) {
      opened.server().migrate();
    }
  }

  /** Fills each table with many expired rows and one that has not expired. */
  @BeforeEach
  void fill() {
    DATABASE.execute("delete from users");
    for (String table : new String[] {"sessions", "revocations", "throttles"}) {
      DATABASE.execute("truncate " + table);
    }
    TwoNodes.addUser(DATABASE);
    fill("sessions (id, user_id, key_id, ip, user_agent, expires_at)", "i, u.id, '', '', '', t");
    fill("revocations (session_id, expires_at)", "i, t");
    fill("throttles (key, busy_until, slack, expires_at)", "i, t, interval '1 s', t");
    fill("known_networks (user_id, network, expires_at)", "u.id, i, t");
    fill("known_devices (user_id, device, expires_at)", "u.id, i, t");
  }

  private static void fill(String columns, String values) {
    DATABASE.execute(
        String.format(
            Locale.ROOT,
            """
        insert into %s select %s from users u,
          (select i::text, now() + case i when 0 then interval '1 h' else -i * interval '1 ms' end t
            from generate_series(0, %d) i) rows
        """,
            columns,
            values,
            MANY));
  }

  private static void assertLeft(int each) {
    for (String table :
        List.of("sessions", "revocations", "throttles", "known_networks", "known_devices")) {
      assertThat(DATABASE.query("select count(*) from " + table))
          .as(table)
          .containsExactly(String.valueOf(each));
    }
  }

  /** Removes one batch from every table; returns whether more rows may be left to remove. */
  private boolean removeBatches(Connection connection) throws SQLException {
    boolean more = false;
    for (Expiry expiry : expiries) {
      more |= expiry.removeBatch(connection);
    }
    return more;
  }

  /** In this database, statements fail instead of waiting for a lock. */
  private static Connection connection() throws Exception {
    Connection connection = DriverManager.getConnection(DATABASE.url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '100ms'");
    }
    return connection;
  }

  @Test
  void only_expired_rows_are_removed_batch_by_batch() throws Exception {
    try (Connection connection = connection()) {
      assertThat(removeBatches(connection)).isTrue();
      assertLeft(MANY + 1 - Batches.SIZE);
      assertThat(removeBatches(connection)).isFalse();
      assertLeft(1);
    }
  }

  @Test
  void a_node_removes_nothing_while_another_node_removes_rows() throws Exception {
    try (Connection one = connection();
        Connection other = connection()) {
      one.setAutoCommit(false);
      assertThat(removeBatches(one)).isTrue();
      assertThat(removeBatches(other)).isFalse();
      assertLeft(MANY + 1);
      one.commit();
      assertLeft(MANY + 1 - Batches.SIZE);
    }
  }

  @Test
  void a_locked_row_is_left_for_the_next_run() throws Exception {
    try (Connection holder = connection();
        Connection node = connection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select 1 from sessions where id = '7' for update");
      removeBatches(node);
      removeBatches(node);
      assertThat(DATABASE.query("select id from sessions order by id")).containsExactly("0", "7");
      holder.rollback();
    }
  }

  @Test
  void a_batch_does_not_read_again_what_earlier_batches_removed() throws Exception {
    try (Connection backup = connection();
        Connection node = connection();
        Statement snapshot = backup.createStatement()) {
      // While an older snapshot is open, the entries of removed rows stay in the index.
      backup.setAutoCommit(false);
      backup.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      snapshot.execute("select count(*) from sessions");
      long before = entriesRead(node);
      Expiry expiry = new Expiry("sessions", "id");
      while (expiry.removeBatch(node)) {
        assertThat(node.isClosed()).isFalse();
      }
      assertThat(entriesRead(node) - before).isLessThan(MANY + 100);
      assertThat(DATABASE.query("select id from sessions")).containsExactly("0");
    }
  }

  private static long entriesRead(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_stat_force_next_flush()");
    }
    return Long.parseLong(
        DATABASE
            .query(
                "select idx_tup_read from pg_stat_user_indexes"
                    + " where indexrelname = 'sessions_expires_at'")
            .get(0));
  }
}
