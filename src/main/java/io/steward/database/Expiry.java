package io.steward.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * Removes the rows of one table whose {@code expires_at} has passed. An index on that column has to
 * exist.
 */
public final class Expiry {
  private static final Duration EVERY = Duration.ofMinutes(1);
  // Deleting this many rows takes a few milliseconds, so requests hardly wait for locked rows.
  private static final int BATCH = 500;

  private final String table;
  private final String delete;

  // Each batch begins where the last one ended. The index keeps the entries of removed rows until
  // the next vacuum, and reading them again would make each batch slower than the one before.
  private volatile OffsetDateTime from = OffsetDateTime.MIN;

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
          select %2$s, expires_at from %1$s
          where (select mine from turn) and expires_at >= ? and expires_at < now() and %4$s
          order by expires_at limit %3$d for update skip locked),
        removed as (
          delete from %1$s where (%2$s) in (select %2$s from expired))
        select count(*), max(expires_at) from expired
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
      statement.setObject(1, from);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        boolean more = row.getInt(1) >= BATCH;
        from = more ? row.getObject(2, OffsetDateTime.class) : OffsetDateTime.MIN;
        return more;
      }
    }
  }
}
