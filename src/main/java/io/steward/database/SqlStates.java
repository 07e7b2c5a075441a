package io.steward.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's SQLSTATE says of a failure, however deep it is wrapped. */
final class SqlStates {
  private static final Set<String> WRONG_SETTING = Set.of("28000", "28P01", "3D000", "42501");

  private SqlStates() {}

  static boolean isUniqueViolation(Throwable failure) {
    return state(failure).equals("23505");
  }

  /** Whether it may well work a little later: the server is away, stopping, full, or fails over. */
  static boolean isPassing(Throwable failure) {
    String state = state(failure);
    return sqlException(failure).filter(SQLTransientException.class::isInstance).isPresent()
        // Without a state it is not the server's word but that of a pool which has none to give.
        || (state.isEmpty() && sqlException(failure).isPresent())
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("40")
        || state.equals("25006");
  }

  /** Whether the server answered, and said that this user or database cannot be used. */
  static boolean isWrongSetting(Throwable failure) {
    return WRONG_SETTING.contains(state(failure));
  }

  /** The first line of what the driver, or the server, has to say. */
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
