package io.steward.audit;

import io.steward.database.Chore;
import io.steward.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** The table {@code audit} as a whole: its monthly partitions and the privileges on it. */
public final class AuditTable {
  public static final Table TABLE = Table.appendOnly("audit");

  private static final Duration EVERY = Duration.ofMinutes(1);

  private AuditTable() {}

  /**
   * Creates and drops the monthly partitions. This also runs on each new connection, so that the
   * current month's partition exists before the first record. Otherwise that record would stay in
   * the default partition {@code audit_rest}.
   */
  public static Chore months(int retentionDays) {
    return Chore.onConnectAndEvery(
        EVERY,
        "create and drop the monthly partitions of audit",
        connection -> keepMonths(connection, retentionDays));
  }

  /**
   * Creates the partitions of the coming months, and drops one partition in which every record is
   * too old. Partitions that another transaction has locked are left for the next run.
   *
   * @return whether more old records are left
   */
  public static boolean keepMonths(Connection connection, int retentionDays) throws SQLException {
    try (PreparedStatement upkeep = connection.prepareStatement("select audit_upkeep(?)")) {
      upkeep.setInt(1, retentionDays);
      try (ResultSet row = upkeep.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
