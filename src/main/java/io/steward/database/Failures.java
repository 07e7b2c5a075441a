package io.steward.database;

import io.steward.database.connection.DatabaseRefusal;
import io.steward.database.connection.SqlStates;
import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Turns failures of the database into refusals. */
final class Failures {
  private static final Log LOG = Log.of("io.steward.database");
  private static final Duration LOG_AGAIN_AFTER = Duration.ofMinutes(1);

  // When each error code of PostgreSQL was last logged.
  private final Map<String, Long> loggedAt = new ConcurrentHashMap<>();

  /**
   * The exception for a request: 503 if the database is unavailable, even if only an operator can
   * fix it.
   */
  RuntimeException ofRequest(RuntimeException failure) {
    if (!SqlStates.isUnavailability(failure)) {
      return SqlStates.withoutRows(failure);
    }
    log(failure);
    return new ProblemException(ProblemType.UNAVAILABLE, failure);
  }

  /** Logs why the database cannot be used, each kind of reason once a minute. */
  void log(RuntimeException failure) {
    if (isToBeLogged(SqlStates.state(failure))) {
      LOG.warning(
          "requests that need the database get 503: "
              + SqlStates.reason(failure).orElseGet(() -> String.valueOf(failure.getMessage())));
    }
  }

  private boolean isToBeLogged(String state) {
    long now = System.nanoTime();
    return loggedAt.merge(state, now, (before, again) -> isOld(before, again) ? again : before)
        == now;
  }

  private static boolean isOld(long before, long now) {
    return now - before > LOG_AGAIN_AFTER.toNanos();
  }

  /** The failure of an attempt to connect or to migrate. */
  static RuntimeException ofAttempt(RuntimeException failure) {
    String reason = SqlStates.reason(failure).orElse("");
    return switch (SqlStates.state(failure)) {
      case "28000", "28P01", "3D000" ->
          new DatabaseRefusal(
              "the database rejects the connection ("
                  + reason
                  + "): check STEWARD_DATABASE_URL, STEWARD_DATABASE_USERNAME and"
                  + " STEWARD_DATABASE_PASSWORD or STEWARD_DATABASE_PASSWORD_FILE",
              failure);
      case "42501" ->
          new DatabaseRefusal(
              "the database role lacks a right ("
                  + reason
                  + "): grant it, or run migrate as the owner of the tables",
              failure);
      default ->
          reason.isEmpty() ? failure : new ProblemException(ProblemType.UNAVAILABLE, failure);
    };
  }
}
