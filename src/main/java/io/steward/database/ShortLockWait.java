package io.steward.database;

import io.steward.log.Log;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Limits how long the background work waits for locks. */
public final class ShortLockWait {
  private static final Log LOG = Log.of("io.steward.database");

  private ShortLockWait() {}

  /** Work that fails when its connection is lost. */
  public interface Work {
    void run() throws SQLException;
  }

  /**
   * Does the work with the limit. Afterwards the connection has its old limit again, because a
   * container's pool may lend it to others.
   */
  public static void during(Connection connection, Work work) throws SQLException {
    String before = read(connection);
    execute(connection, "set lock_timeout = '100ms'");
    try {
      work.run();
    } finally {
      release(connection, "set lock_timeout = '" + before + "'");
    }
  }

  private static String read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show lock_timeout")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Runs a statement without a result. */
  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Undoes a change of the connection's settings. If the connection is lost, the failure does not
   * matter.
   */
  public static void release(Connection connection, String sql) {
    try {
      execute(connection, sql);
    } catch (SQLException e) {
      LOG.debug("lost the connection of background work", e);
    }
  }
}
