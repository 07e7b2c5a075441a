package io.steward.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Removes the rows of one table whose indexed column {@code expires_at} has passed. */
public final class Expiry {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration RESTART_EVERY = Duration.ofHours(1);

  private final String table;
  private final Batches batches;
  private long restartedAt = System.nanoTime();

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
    this.batches = new Batches(table, key, "expires_at", "expires_at < now() and " + condition);
  }

  /**
   * The chore that starts every minute and removes expired rows batch by batch. Locked rows are
   * skipped for up to an hour, so that vacuum can clean the beginning of the index first.
   */
  public Chore chore() {
    return Chore.every(
        EVERY,
        "remove expired rows of " + table,
        connection -> {
          boolean more = removeBatch(connection);
          if (!more && System.nanoTime() - restartedAt > RESTART_EVERY.toNanos()) {
            restartedAt = System.nanoTime();
            batches.restart();
          }
          return more;
        });
  }

  /**
   * Removes one batch; does nothing if another node is removing a batch at this moment.
   *
   * @return whether more expired rows may be left
   */
  public boolean removeBatch(Connection connection) throws SQLException {
    return batches.removeNext(connection).orElse(0) == Batches.SIZE;
  }
}
