package io.steward.node;

import io.steward.token.BulkRevocation;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Collects rows of both tables of revocations, and hands them over in batches. */
final class RevocationRows {
  /** The columns that {@link #add} reads, for the table {@code revocations}. */
  static final String SINGLE =
      """
      session_id, cast(extract(epoch from expires_at) as bigint), user_deleted,
      cast(null as bigint), 0, cast(0 as bigint)""";

  /** The same columns for the table {@code bulk_revocations}. */
  static final String BULK =
      """
      except_session, cast(extract(epoch from expires_at) as bigint), user_deleted,
      coalesce(user_id, 0), token_version,
      case when user_id is null then cast(ceil(extract(epoch from issued_before)) as bigint)
        else 0 end""";

  /**
   * Whether a row is in force and can be new. Rows restored from the dump of another cluster can
   * carry a transaction id that this cluster has not reached; they are not new.
   */
  static final String CURRENT =
      """
      expires_at > now()
        and recorded_in < pg_snapshot_xmax(pg_current_snapshot())""";

  /** The most rows in memory at once. */
  static final int BATCH = 5_000;

  private final Revocations revocations;
  private final List<EndedSession> singles = new ArrayList<>();
  private final List<BulkRevocation> bulks = new ArrayList<>();

  RevocationRows(Revocations revocations) {
    this.revocations = revocations;
  }

  /** Adds the current row, whose columns begin with number {@code first}. */
  void add(ResultSet row, int first) throws SQLException {
    String session = row.getString(first);
    long expiresAt = row.getLong(first + 1);
    boolean userDeleted = row.getBoolean(first + 2);
    long userId = row.getLong(first + 3);
    if (row.wasNull()) {
      singles.add(new EndedSession(session, expiresAt, userDeleted));
    } else {
      bulks.add(
          new BulkRevocation(
              userId,
              row.getLong(first + 4),
              session,
              row.getLong(first + 5),
              expiresAt,
              userDeleted));
    }
    if (singles.size() + bulks.size() >= BATCH) {
      flush();
    }
  }

  /** Rejects the tokens that the collected rows cover. */
  void flush() {
    revocations.add(singles);
    revocations.addBulk(bulks);
    singles.clear();
    bulks.clear();
  }
}
