package io.steward.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Removes rows of one table batch by batch, in the order of a time column. An index on that column
 * has to exist. Each batch begins where the last one ended: the index keeps the entries of removed
 * rows until the next vacuum, and reading them again would make each batch slower than the one
 * before. An instance is used by one thread at a time.
 */
public final class Batches {
  /**
   * The number of rows in a batch. Deleting them takes a few milliseconds, so requests hardly wait.
   */
  public static final int SIZE = 200;

  private final String delete;
  private OffsetDateTime from = OffsetDateTime.MIN;

  /**
   * Creates an instance for one table.
   *
   * @param key the columns of the primary key, separated by commas
   * @param time the column that orders the removal
   * @param condition SQL that is true for the rows to remove; it may contain parameters
   */
  public Batches(String table, String key, String time, String condition) {
    this.delete =
        String.format(
            Locale.ROOT,
            """
        with turn as materialized (
          select pg_try_advisory_xact_lock(hashtext('steward upkeep')) as mine),
        batch as materialized (
          select %2$s, %3$s as time from %1$s
          where (select mine from turn) and %3$s >= ? and %4$s
          order by %3$s limit %5$d for update skip locked),
        removed as (
          delete from %1$s where (%2$s) in (select %2$s from batch))
        select (select mine from turn), count(*), max(time) from batch
        """,
            table,
            key,
            time,
            condition,
            SIZE);
  }

  /**
   * Removes the next batch. Locked rows are skipped.
   *
   * @return the number of removed rows; empty if another node is removing a batch at this moment
   */
  public OptionalInt removeNext(Connection connection, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      statement.setObject(1, from);
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 2, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        int count = row.getInt(2);
        from = count == 0 ? from : row.getObject(3, OffsetDateTime.class);
        return row.getBoolean(1) ? OptionalInt.of(count) : OptionalInt.empty();
      }
    }
  }

  /** Makes the next batch begin at the earliest row again, to reach rows that were skipped. */
  public void restart() {
    from = OffsetDateTime.MIN;
  }
}
