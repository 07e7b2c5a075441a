package io.steward.node;

import io.steward.database.Chore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Gives current transaction ids to revocations that were restored from the dump of another cluster.
 * A restored id can be one that this cluster has not reached yet, and nodes do not look for such
 * ids.
 */
public final class RestoredRevocations {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int BATCH = 1_000;

  private RestoredRevocations() {}

  public static List<Chore> chores() {
    return List.of(chore("revocations", "session_id"), chore("bulk_revocations", "id"));
  }

  private static Chore chore(String table, String key) {
    String update =
        String.format(
            Locale.ROOT,
            """
        update %1$s set recorded_in = pg_current_xact_id() where %2$s in (
          select %2$s from %1$s where recorded_in >= pg_snapshot_xmax(pg_current_snapshot())
          limit %3$d for update skip locked)
        """,
            table,
            key,
            BATCH);
    return Chore.every(
        EVERY, "renumber restored rows of " + table, connection -> run(connection, update));
  }

  private static boolean run(Connection connection, String update) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      return statement.executeUpdate() >= BATCH;
    }
  }
}
