package io.steward.session;

import io.steward.database.Batches;
import io.steward.database.Chore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Removes the sessions that were ended together, batch by batch. Each row of {@code
 * bulk_revocations} stays listed until all of its sessions are removed. A row with locked sessions
 * is left for the next run, so that it does not delay other rows.
 */
final class EndedSessionRemoval {
  private static final String NEXT =
      """
      select id, user_id, token_version, started_before from bulk_revocations
      where sessions_left and id <> all (?) order by user_id is null, id limit 1
      """;

  private static final String OF_USER = "user_id = ? and token_version < ?";
  private static final String OF_ANYBODY = "created_at < ?";

  // A log-in that began before the end of all sessions may be committed only after it.
  private static final String FINISH =
      """
      update bulk_revocations set sessions_left = false
      where id = ? and (user_id is not null or recorded_at < now() - interval '1 min')
      """;

  private final Batches ofUser = new Batches("sessions", "id", "created_at", OF_USER);
  private final Batches ofAnybody = new Batches("sessions", "id", "created_at", OF_ANYBODY);
  private final Set<Long> stuck = new HashSet<>();
  private long lastEnd;

  private EndedSessionRemoval() {}

  /** The chore that removes ended sessions. */
  static Chore chore() {
    EndedSessionRemoval removal = new EndedSessionRemoval();
    return Chore.every(Duration.ofMinutes(1), "remove ended sessions", removal::run);
  }

  private boolean run(Connection connection) throws SQLException {
    boolean hasMore = removeBatch(connection);
    if (!hasMore) {
      stuck.clear();
    }
    return hasMore;
  }

  private boolean removeBatch(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      statement.setArray(1, connection.createArrayOf("bigint", stuck.toArray()));
      try (ResultSet end = statement.executeQuery()) {
        return end.next() && remove(connection, end);
      }
    }
  }

  private boolean remove(Connection connection, ResultSet end) throws SQLException {
    long user = end.getLong(2);
    return end.wasNull()
        ? remove(connection, end.getLong(1), OF_ANYBODY, end.getObject(4, OffsetDateTime.class))
        : remove(connection, end.getLong(1), OF_USER, user, end.getInt(3));
  }

  private boolean remove(Connection connection, long end, String condition, Object... parameters)
      throws SQLException {
    Batches batches = condition.equals(OF_USER) ? ofUser : ofAnybody;
    if (end != lastEnd) {
      lastEnd = end;
      batches.restart();
    }
    OptionalInt removed = batches.removeNext(connection, parameters);
    if (removed.isEmpty() || removed.getAsInt() == Batches.SIZE) {
      return removed.isPresent();
    }
    if (isLeft(connection, condition, parameters)) {
      batches.restart();
      if (removed.getAsInt() == 0) {
        stuck.add(end);
      }
    } else if (!isFinished(connection, end)) {
      stuck.add(end);
    }
    return true;
  }

  private static boolean isFinished(Connection connection, long end) throws SQLException {
    try (PreparedStatement finish = connection.prepareStatement(FINISH)) {
      finish.setLong(1, end);
      return finish.executeUpdate() > 0;
    }
  }

  /** Whether sessions are left that were locked, or that were committed late. */
  private static boolean isLeft(Connection connection, String condition, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select from sessions where " + condition + " order by created_at limit 1")) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }
}
