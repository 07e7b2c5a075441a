package io.steward.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Removes the rows of one table whose {@code expires_at} has passed. */
public final class Expiry {
  private static final Duration EVERY = Duration.ofMinutes(1);
  // Takes a few milliseconds, so requests for these rows and the next look hardly wait.
  private static final int BATCH = 500;

  private final String table;
  private final String delete;

  /**
   * Names the table and its key.
   *
   * @param key the columns of the primary key, separated by commas
   */
  public Expiry(String table, String key) {
    this.table = table;
    this.delete =
        """
        with turn as materialized (
          select pg_try_advisory_xact_lock(hashtext('steward upkeep')) as mine),
        expired as materialized (
          select %2$s from %1$s e, turn where turn.mine and e.expires_at < now()
          limit %3$d for update of e skip locked)
        delete from %1$s where (%2$s) in (select %2$s from expired)
        """
            .formatted(table, key, BATCH);
  }

  /** Removes batch by batch, starting every minute. */
  public Chore chore() {
    return Chore.every(EVERY, "remove expired rows of " + table, this::removeBatch);
  }

  /**
   * Removes one batch, unless another node removes one at this moment.
   *
   * @return whether more may be left
   */
  public boolean removeBatch(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      return statement.executeUpdate() >= BATCH;
    }
  }
}
