package io.steward.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.database.Database;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TwoNodes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has expired goes, in batches, and by one node at a time. */
final class UpkeepIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final int MANY = 700;

  @BeforeAll
  static void migrate() {
    try (Database opened = new Database(TestServer.settings(DATABASE.url(), Map.of()).database())) {
      opened.migrate();
    }
  }

  /** Many that have expired, and one that has not, in each table. */
  @BeforeEach
  void fill() {
    DATABASE.execute("delete from users");
    for (String table : new String[] {"revocations", "throttles"}) {
      DATABASE.execute("delete from " + table);
    }
    TwoNodes.addUser(DATABASE);
    fill("sessions (id, user_id, key_id, ip, user_agent, expires_at)", "i, u.id, '', '', '', t");
    fill("revocations (session_id, expires_at)", "i, t");
    fill("throttles (key, busy_until, slack, expires_at)", "i, t, interval '1 s', t");
    fill("known_networks (user_id, network, expires_at)", "u.id, i, t");
  }

  private static void fill(String columns, String values) {
    DATABASE.execute(
        """
        insert into %s select %s from users u,
          (select i::text, now() + case i when 0 then interval '1 h' else interval '-1 s' end t
            from generate_series(0, %d) i) rows
        """
            .formatted(columns, values, MANY));
  }

  private static void assertLeft(int each) {
    for (String table : new String[] {"sessions", "revocations", "throttles", "known_networks"}) {
      assertThat(DATABASE.query("select count(*) from " + table))
          .as(table)
          .containsExactly(String.valueOf(each));
    }
  }

  /** Whoever would wait for a lock fails instead. */
  private static Connection connection() throws Exception {
    Connection connection = DriverManager.getConnection(DATABASE.url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '100ms'");
    }
    return connection;
  }

  @Test
  void what_has_expired_goes_batch_by_batch_and_nothing_else() throws Exception {
    try (Connection connection = connection()) {
      assertThat(Upkeep.removeExpired(connection)).isTrue();
      assertLeft(MANY + 1 - 500);
      assertThat(Upkeep.removeExpired(connection)).isFalse();
      assertLeft(1);
    }
  }

  @Test
  void while_one_node_is_at_it_another_leaves_it_alone() throws Exception {
    try (Connection one = connection();
        Connection other = connection()) {
      one.setAutoCommit(false);
      assertThat(Upkeep.removeExpired(one)).isTrue();
      assertThat(Upkeep.removeExpired(other)).isFalse();
      assertLeft(MANY + 1);
      one.commit();
      assertLeft(MANY + 1 - 500);
    }
  }

  @Test
  void a_row_that_somebody_holds_is_waited_for_by_nobody() throws Exception {
    try (Connection holder = connection();
        Connection node = connection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select 1 from sessions where id = '7' for update");
      Upkeep.removeExpired(node);
      Upkeep.removeExpired(node);
      assertThat(DATABASE.query("select id from sessions order by id")).containsExactly("0", "7");
      holder.rollback();
    }
  }
}
