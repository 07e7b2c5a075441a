package io.steward.benchmark.growth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Observes how long the transactions that remove rows last. A transaction keeps its locks until it
 * ends, so its age is at least the time for which it holds any lock.
 */
final class LockWatch implements AutoCloseable {
  private static final String OLDEST =
      """
      select 1000 * extract(epoch from clock_timestamp() - xact_start), query
      from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
        and query ~ 'steward upkeep|audit_upkeep|update bulk_revocations'
      order by 1 desc nulls last limit 1
      """;
  private static final int EVERY_MILLIS = 4;

  private final Thread thread = new Thread(this::watch, "lock-watch");
  private final Data data;
  private volatile boolean closed;
  private Longest longest = new Longest(0, "");

  /**
   * The longest transaction.
   *
   * @param millis infinite if the watch failed or saw no transaction, so that a bound is missed
   * @param statement its statement, or why there is none
   */
  record Longest(double millis, String statement) {
    private static Longest unknown(String reason) {
      return new Longest(Double.POSITIVE_INFINITY, reason);
    }
  }

  private LockWatch(Data data) {
    this.data = data;
  }

  static LockWatch start(Data data) {
    LockWatch watch = new LockWatch(data);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try (Connection connection = data.connection();
        PreparedStatement oldest = connection.prepareStatement(OLDEST)) {
      while (!closed) {
        try (ResultSet row = oldest.executeQuery()) {
          if (row.next() && row.getDouble(1) > longest.millis()) {
            longest = new Longest(row.getDouble(1), line(row.getString(2)));
          }
        }
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (SQLException | InterruptedException e) {
      longest = Longest.unknown(e.toString());
    }
  }

  /** Ends the watch, and returns what it saw. */
  Longest end() throws InterruptedException {
    close();
    thread.join();
    return longest.millis() > 0 ? longest : Longest.unknown("no transaction seen");
  }

  private static String line(String statement) {
    String line = statement.replaceAll("\\s+", " ");
    return line.substring(0, Math.min(line.length(), 200));
  }

  @Override
  public void close() {
    closed = true;
  }
}
