package io.steward.node;

import io.steward.database.Database;
import io.steward.token.BulkRevocation;
import io.steward.token.ended.EndedSession;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads from the database the revocations that were recorded since a position. */
public final class RecentRevocations {
  private static final int MOST = 10_000;

  // As in the feed, one statement reads position and rows.
  private static final String SINCE =
      String.format(
          Locale.ROOT,
          """
      select cast(pg_current_snapshot() as text),
        cast(cast(1000000 * extract(epoch from pg_postmaster_start_time()) as bigint) as text), r.*
      from (values (1)) one left join (
        select %1$s from revocations
        where recorded_in >= cast(cast(?1 as text) as xid8) and %3$s
        union all
        select %2$s from bulk_revocations
        where recorded_in >= cast(cast(?1 as text) as xid8) and %3$s
        limit ?2) r on true
      """,
          RevocationRows.SINGLE,
          RevocationRows.BULK,
          RevocationRows.CURRENT);

  private final Database database;

  public RecentRevocations(Database database) {
    this.database = database;
  }

  /**
   * The revocations recorded since a position. Some may be older, because transactions do not end
   * in the order of their ids.
   *
   * @param position the position from which to continue
   */
  public record Recent(
      FeedPosition position, List<EndedSession> sessions, List<BulkRevocation> bulk) {}

  /**
   * The revocations since a position; empty if there are too many, or if the position is another
   * server's.
   */
  public Optional<Recent> since(FeedPosition position) {
    List<Object[]> rows = database.read(em -> rows(em, position));
    FeedPosition now = FeedPosition.of((String) rows.get(0)[0], (String) rows.get(0)[1]);
    if (rows.size() > MOST
        || now.server() != position.server()
        || now.oldest() < position.oldest()) {
      return Optional.empty();
    }
    List<EndedSession> sessions = new ArrayList<>();
    List<BulkRevocation> bulk = new ArrayList<>();
    for (Object[] row : rows) {
      if (row[5] != null) {
        bulk.add(bulk(row));
      } else if (row[2] != null) {
        sessions.add(new EndedSession((String) row[2], (Long) row[3], (Boolean) row[4]));
      }
    }
    return Optional.of(new Recent(now, sessions, bulk));
  }

  private static BulkRevocation bulk(Object[] row) {
    return new BulkRevocation(
        (Long) row[5],
        (Integer) row[6],
        (String) row[2],
        (Long) row[7],
        (Long) row[3],
        (Boolean) row[4]);
  }

  private static List<Object[]> rows(EntityManager em, FeedPosition position) {
    List<?> rows =
        Database.query(em, SINCE, Long.toString(position.oldest()), MOST + 1).getResultList();
    return rows.stream().map(Object[].class::cast).toList();
  }
}
