package io.steward.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failures by PostgreSQL's SQLSTATE, even if the SQLException is the cause of other
 * exceptions.
 */
final class SqlStates {
  private static final Set<String> WRONG_SETTING = Set.of("28000", "28P01", "3D000", "42501");

  private SqlStates() {}

  static boolean isUniqueViolation(Throwable failure) {
    return state(failure).equals("23505");
  }

  /**
   * Whether a later attempt may succeed: the server is down, stopping, out of connections, or
   * failing over.
   */
  static boolean isPassing(Throwable failure) {
    String state = state(failure);
    return sqlException(failure).filter(SQLTransientException.class::isInstance).isPresent()
        // A pool that has no connection to offer throws an exception without SQLSTATE.
        || (state.isEmpty() && sqlException(failure).isPresent())
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("40")
        || state.equals("25006");
  }

  /** Whether the server rejects the configured user, password or database. */
  static boolean isWrongSetting(Throwable failure) {
    return WRONG_SETTING.contains(state(failure));
  }

  /** The first line of the message from the driver or server. */
  static Optional<String> reason(Throwable failure) {
    return sqlException(failure)
        .map(e -> String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  private static String state(Throwable failure) {
    return sqlException(failure).map(SQLException::getSQLState).orElse("");
  }

  private static Optional<SQLException> sqlException(Throwable failure) {
    SQLException deepest = null;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && (deepest == null || e.getSQLState() != null)) {
        deepest = e;
      }
    }
    return Optional.ofNullable(deepest);
  }
}
