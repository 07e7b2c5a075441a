package io.steward.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Runs the statements of tests. It keeps the last connection open for the next statement on the
 * same database, because opening one takes longer than most statements; likewise the connection
 * that creates the databases. Statements at the same time use connections of their own.
 */
record KeptSession(String url, Connection connection) {
  private static final int PATIENCE_SECONDS = 5;
  private static final AtomicReference<@Nullable KeptSession> KEPT = new AtomicReference<>();
  private static final AtomicReference<@Nullable KeptSession> CREATOR = new AtomicReference<>();

  private static AtomicReference<@Nullable KeptSession> place(String url) {
    return url.contains("/postgres?") ? CREATOR : KEPT;
  }

  /** What a test does with a statement. */
  interface Work<T> {
    T with(Statement statement) throws SQLException;
  }

  static <T> T use(String url, Work<T> work) {
    try {
      KeptSession session = take(url);
      T result;
      try (Statement statement = session.connection.createStatement()) {
        result = work.with(statement);
      } catch (SQLException e) {
        session.connection.close();
        throw e;
      }
      session.keep();
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The kept session if it is one of that database; its server may have ended it meanwhile. */
  private static KeptSession take(String url) throws SQLException {
    KeptSession kept = place(url).getAndSet(null);
    if (kept != null && kept.url.equals(url) && kept.connection.isValid(PATIENCE_SECONDS)) {
      return kept;
    }
    if (kept != null) {
      kept.connection.close();
    }
    return new KeptSession(url, open(url));
  }

  /** Undoes what the statement has set, such as a role. */
  private void keep() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("discard all");
    } catch (SQLException e) {
      // The statement has ended this session, or begun a transaction.
      connection.close();
      return;
    }
    KeptSession other = place(url).getAndSet(this);
    if (other != null) {
      other.connection.close();
    }
  }

  /** A WAR that has stopped in this process has deregistered the driver. */
  static Connection open(String url) throws SQLException {
    return Objects.requireNonNull(new Driver().connect(url, new Properties()));
  }
}
