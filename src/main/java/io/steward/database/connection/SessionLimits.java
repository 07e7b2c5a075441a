package io.steward.database.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of each PostgreSQL session: the isolation level that Steward needs, and time limits.
 * The server's limits are shorter than the client's, so that no statement runs on after the client
 * has given up.
 */
final class SessionLimits {
  private static final int LOCK_MILLIS = 2_000;
  private static final int IDLE_MILLIS = 5_000;
  // The server's own error must arrive before the socket times out.
  private static final int MARGIN_MILLIS = 500;

  private final String sql;

  private SessionLimits(Map<String, String> values, String startOptions) {
    this.sql =
        values.entrySet().stream()
            // A value in the URL takes precedence.
            .filter(value -> !startOptions.contains(value.getKey()))
            .map(
                value ->
                    String.format(
                        Locale.ROOT,
                        "set_config('%s', '%s', false)",
                        value.getKey(),
                        value.getValue()))
            .collect(Collectors.joining(", ", "select ", ""));
  }

  /**
   * For requests.
   *
   * @param socketSeconds how long the client waits for an answer; 0 means for ever
   * @param startOptions the session's settings that the URL contains
   */
  static SessionLimits ofRequests(int socketSeconds, String startOptions) {
    int socket = 1_000 * socketSeconds;
    int statement = Math.max(socket - MARGIN_MILLIS, socket / 2);
    int lock = statement == 0 ? LOCK_MILLIS : Math.min(LOCK_MILLIS, statement);
    return new SessionLimits(values(statement, lock, IDLE_MILLIS), startOptions);
  }

  /** For migrations, which may take long. */
  static SessionLimits none() {
    return new SessionLimits(values(0, 0, 0), "");
  }

  private static Map<String, String> values(int statement, int lock, int idle) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("default_transaction_isolation", "read committed");
    values.put("statement_timeout", String.valueOf(statement));
    values.put("lock_timeout", String.valueOf(lock));
    values.put("idle_in_transaction_session_timeout", String.valueOf(idle));
    // Otherwise the server would keep the session of a vanished node for two hours.
    values.put("tcp_keepalives_idle", "30");
    values.put("tcp_keepalives_interval", "10");
    values.put("tcp_keepalives_count", "3");
    values.put("tcp_user_timeout", "30000");
    return values;
  }

  /** Sets the limits for the session, also on a connection that a container lends again. */
  void apply(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    // The isolation applies from the next transaction, and a rollback would undo the settings.
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }
}
