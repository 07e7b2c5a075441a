package io.steward.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/** Removes the rows of one table whose {@code expires_at} has passed. */
public final class Expiry {
  private static final Duration EVERY = Duration.ofMinutes(1);
  // Deleting this many rows takes a few milliseconds, so requests hardly wait for locked rows.
  private static final int BATCH = 500;

  private final String table;
  private final String delete;

  /**
   * Creates an instance for one table.
   *
   * @param key the columns of the primary key, separated by commas
   */
  public Expiry(String table, String key) {
    this(table, key, "true");
  }

  /**
   * Creates an instance for one table.
   *
   * @param condition SQL that is true for the rows that may be removed
   */
  public Expiry(String table, String key, String condition) {
    this.table = table;
    this.delete =
        String.format(
            Locale.ROOT,
            """
        with turn as materialized (
          select pg_try_advisory_xact_lock(hashtext('steward upkeep')) as mine),
        expired as materialized (
          select %2$s from %1$s e, turn where turn.mine and e.expires_at < now() and %4$s
          limit %3$d for update of e skip locked)
        delete from %1$s where (%2$s) in (select %2$s from expired)
        """,
            table,
            key,
            BATCH,
            condition);
  }

  /** The chore that starts every minute and removes expired rows batch by batch. */
  public Chore chore() {
    return Chore.every(EVERY, "remove expired rows of " + table, this::removeBatch);
  }

  /**
   * Removes one batch; does nothing if another node is removing a batch at this moment.
   *
   * @return whether more expired rows may be left
   */
  public boolean removeBatch(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      return statement.executeUpdate() >= BATCH;
    }
  }
}
