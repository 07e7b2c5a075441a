package io.steward.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.steward.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements on a pool whose connections have autocommit off, as a container may provide it. */
final class SingleStatementIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final SingleStatement ADD =
      new SingleStatement("insert into counts (count) values (?1) returning count");
  @AutoClose private static final HikariDataSource POOL = pool();

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(DATABASE.url());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  @BeforeAll
  static void create_the_table() {
    DATABASE.execute(
        "create table counts (count bigint primary key); grant all on counts to steward");
  }

  private static Optional<Long> add(Connection connection, long count) throws SQLException {
    return ADD.firstCommitted(connection, row -> row.getLong(1), count);
  }

  @Test
  void a_statement_is_committed_before_the_connection_is_returned() throws SQLException {
    try (Connection connection = POOL.getConnection()) {
      assertThat(add(connection, 1)).contains(1L);
      assertThat(DATABASE.query("select count from counts where count = 1")).containsExactly("1");
      assertThat(connection.getAutoCommit()).isFalse();
    }
  }

  @Test
  void after_a_failed_statement_the_connection_still_has_autocommit_off() throws SQLException {
    DATABASE.execute("insert into counts values (2)");
    try (Connection connection = POOL.getConnection()) {
      assertThatExceptionOfType(SQLException.class).isThrownBy(() -> add(connection, 2));
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(add(connection, 3)).contains(3L);
    }
    assertThat(DATABASE.query("select count from counts where count = 3")).containsExactly("3");
  }
}
