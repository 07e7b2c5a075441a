package io.steward.database.connection;

import io.steward.log.Log;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.persistence.exceptions.EclipseLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failures by PostgreSQL's SQLSTATE, even if the SQLException is the cause of other
 * exceptions.
 */
public final class SqlStates {
  private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57");

  // Faults of the statement: cardinality, values, constraints, errors of Steward's triggers,
  // syntax.
  private static final Set<String> OF_STATEMENT = Set.of("21", "22", "23", "P0", "42601");

  private SqlStates() {}

  /**
   * Whether a write failed because of this unique index. The message names the index in every
   * language, and its first line quotes no values.
   */
  public static boolean violates(Throwable failure, String index) {
    Pattern name = Pattern.compile("(?<![A-Za-z0-9_])" + index + "(?![A-Za-z0-9_])");
    return state(failure).equals("23505")
        && reason(failure).filter(line -> name.matcher(line).find()).isPresent();
  }

  /**
   * Whether the database caused the failure, and not the statement or its values. A later attempt
   * may succeed, perhaps after an operator has changed something. An exhausted pool also counts;
   * its exception has no SQLSTATE.
   */
  public static boolean isUnavailability(Throwable failure) {
    String state = state(failure);
    return sqlException(failure).isPresent() && OF_STATEMENT.stream().noneMatch(state::startsWith);
  }

  /**
   * Whether the failure passes by itself, for example while the server restarts or fails over, has
   * no free connection, or lets another session hold a lock.
   */
  public static boolean isPassing(Throwable failure) {
    String state = state(failure);
    return sqlException(failure).isPresent()
        && (state.isEmpty() || PASSING.stream().anyMatch(state::startsWith));
  }

  /** Whether the server has no connection left for this role or database. */
  public static boolean isOutOfConnections(Throwable failure) {
    return state(failure).equals("53300");
  }

  /** The first line of the message from the driver or server. */
  public static Optional<String> reason(Throwable failure) {
    return sqlException(failure).map(SqlStates::line);
  }

  private static String line(SQLException e) {
    String line = Log.reason(e);
    // The driver's message does not say why a server counts as read-only.
    return line.contains("targetServerType")
        ? line + " (a standby, or default_transaction_read_only is on)"
        : line;
  }

  /**
   * The failure without values of rows, so that it can be logged. PostgreSQL quotes a row that it
   * rejects, and EclipseLink quotes a row that it cannot use. Such a row can contain a password
   * hash.
   */
  public static RuntimeException withoutRows(RuntimeException failure) {
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

  /** PostgreSQL's error code; empty if there is none. */
  public static String state(Throwable failure) {
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
