package io.steward.database;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.persistence.exceptions.EclipseLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failures by PostgreSQL's SQLSTATE, even if the SQLException is the cause of other
 * exceptions.
 */
final class SqlStates {
  private static final Set<String> WRONG_SETTING = Set.of("28000", "28P01", "3D000", "42501");

  private SqlStates() {}

  /**
   * Whether a write failed because of this unique index. Its name is in the message in every
   * language, and the first line quotes no values.
   */
  static boolean violates(Throwable failure, String index) {
    Pattern name = Pattern.compile("(?<![A-Za-z0-9_])" + index + "(?![A-Za-z0-9_])");
    return state(failure).equals("23505")
        && reason(failure).filter(line -> name.matcher(line).find()).isPresent();
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
    return sqlException(failure).map(SqlStates::line);
  }

  private static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * The failure without values of rows, so that it can be logged. PostgreSQL quotes the row that it
   * rejects, EclipseLink the row that it cannot use, and both rows can contain a password hash.
   */
  static RuntimeException withoutRows(RuntimeException failure) {
    @Nullable SQLException rejection = sqlException(failure).orElse(null);
    @Nullable EclipseLinkException library = eclipseLinkException(failure);
    if (rejection == null && library == null) {
      return failure;
    }
    Throwable named = library == null ? failure : library;
    String name = named.getClass().getName();
    String text = library == null ? name : name + ", error " + library.getErrorCode();
    if (rejection == null) {
      return withStack(named, new PersistenceException(text));
    }
    SQLException reason = new SQLException(line(rejection), rejection.getSQLState());
    return withStack(named, new PersistenceException(text, withStack(rejection, reason)));
  }

  private static <T extends Throwable> T withStack(Throwable original, T copy) {
    copy.setStackTrace(original.getStackTrace());
    return copy;
  }

  private static @Nullable EclipseLinkException eclipseLinkException(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof EclipseLinkException e) {
        return e;
      }
    }
    return null;
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
