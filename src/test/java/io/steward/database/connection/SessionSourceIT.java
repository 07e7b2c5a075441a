package io.steward.database.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.steward.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Sessions of a container's data source, on a database with other defaults. */
final class SessionSourceIT {
  private final TestDatabase database = database();
  @AutoClose private final HikariDataSource container = container();

  private static TestDatabase database() {
    TestDatabase created = TestDatabase.create();
    String name = created.query("select current_database()").get(0);
    created.execute("alter database " + name + " set default_transaction_isolation = serializable");
    created.execute("alter database " + name + " set lock_timeout = '1min'");
    return created;
  }

  /** Its connections have autocommit off, as a container may provide them. */
  private HikariDataSource container() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  private SessionSource source(SessionLimits limits) {
    return new SessionSource(container, container::getConnection, limits);
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show " + setting)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void a_session_has_stewards_isolation_and_limits_also_after_a_rollback() throws SQLException {
    try (Connection connection = source(SessionLimits.ofRequests(3, "")).getConnection()) {
      assertThat(show(connection, "transaction_isolation")).isEqualTo("read committed");
      connection.rollback();
      assertThat(show(connection, "transaction_isolation")).isEqualTo("read committed");
      assertThat(show(connection, "statement_timeout")).isEqualTo("2500ms");
      assertThat(show(connection, "lock_timeout")).isEqualTo("2s");
      assertThat(show(connection, "idle_in_transaction_session_timeout")).isEqualTo("5s");
      assertThat(show(connection, "tcp_keepalives_idle")).isEqualTo("30");
      assertThat(connection.getAutoCommit()).isFalse();
    }
  }

  @Test
  void migrations_have_no_limits_on_a_connection_that_had_some() throws SQLException {
    source(SessionLimits.ofRequests(3, "")).getConnection().close();
    try (Connection connection = source(SessionLimits.none()).getConnection()) {
      assertThat(show(connection, "statement_timeout")).isEqualTo("0");
      assertThat(show(connection, "lock_timeout")).isEqualTo("0");
    }
  }

  @Test
  void a_limit_in_the_url_stays_and_a_longer_socket_timeout_raises_the_others()
      throws SQLException {
    SessionLimits limits = SessionLimits.ofRequests(30, "-c lock_timeout=10s");
    try (Connection connection = source(limits).getConnection()) {
      assertThat(show(connection, "statement_timeout")).isEqualTo("29500ms");
      assertThat(show(connection, "lock_timeout")).isEqualTo("1min");
    }
  }

  @Test
  void a_statement_that_takes_too_long_ends_at_the_server() throws SQLException {
    try (Connection connection = source(SessionLimits.ofRequests(1, "")).getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select pg_sleep(10)"))
          .hasMessageContaining("statement timeout");
      connection.rollback();
      assertThat(
              database.query(
                  "select 1 from pg_stat_activity where query like '%pg_sleep(10)' and state ="
                      + " 'active'"))
          .isEmpty();
    }
  }
}
