package io.steward.node;

import io.steward.token.Revocations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the database's clock and the revocations that the previous look could not see. The order of
 * their commits does not matter.
 */
final class RevocationLook {
  private static final String HERE = "select cast(pg_current_snapshot() as text)";

  /** The rows that the snapshot {@code ?} could not see. */
  private static final String NEW =
      RevocationRows.CURRENT
          + """

        and recorded_in >= pg_snapshot_xmin(cast(? as pg_snapshot))
        and not pg_visible_in_snapshot(recorded_in, cast(? as pg_snapshot))""";

  private static final String LAG =
      "cast(1000 * extract(epoch from clock_timestamp() - recorded_at) as bigint)";

  // One statement reads position and rows, because they must come from the same snapshot.
  private static final String LOOK =
      String.format(
          Locale.ROOT,
          """
      select cast(pg_current_snapshot() as text),
        cast(cast(1000000 * extract(epoch from pg_postmaster_start_time()) as bigint) as text),
        cast(floor(1000 * extract(epoch from clock_timestamp())) as bigint), r.*
      from (values (1)) one left join (
        select %1$s, %2$s from revocations where %4$s
        union all
        select %1$s, %3$s from bulk_revocations where %4$s) r on true
      limit %5$d
      """,
          LAG,
          RevocationRows.SINGLE,
          RevocationRows.BULK,
          NEW,
          RevocationRows.BATCH + 1);

  private static final int PARAMETERS = 4;

  private final Revocations revocations;
  private final NodeClock clock;
  private final FeedReport report;
  private @Nullable Position last;

  RevocationLook(Revocations revocations, NodeClock clock, FeedReport report) {
    this.revocations = revocations;
    this.clock = clock;
    this.report = report;
  }

  /** The snapshot of a look, and the start time of the server that took it. */
  private record Position(String snapshot, String server, boolean hasMore) {}

  /**
   * Looks once.
   *
   * @return false if rows can be missing: this look is the first at its server, or too many rows
   *     were new
   */
  boolean next(Connection connection) throws SQLException {
    Position before = last;
    Position here = read(connection, before == null ? here(connection) : before.snapshot());
    last = here;
    return before != null && before.server().equals(here.server()) && !here.hasMore();
  }

  /** The position up to which the last look has read. */
  FeedPosition position() {
    Position here = Objects.requireNonNull(last);
    return FeedPosition.of(here.snapshot(), here.server());
  }

  private static String here(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(HERE)) {
      row.next();
      return row.getString(1);
    }
  }

  private Position read(Connection connection, String snapshot) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      for (int i = 1; i <= PARAMETERS; i++) {
        statement.setString(i, snapshot);
      }
      long asked = System.nanoTime();
      try (ResultSet rows = statement.executeQuery()) {
        long answered = System.nanoTime();
        rows.next();
        clock.set(rows.getLong(3), asked, answered);
        String here = rows.getString(1);
        String server = rows.getString(2);
        return new Position(here, server, add(rows) > RevocationRows.BATCH);
      }
    }
  }

  /** Adds the current row and all after it, and counts them. */
  private int add(ResultSet rows) throws SQLException {
    RevocationRows found = new RevocationRows(revocations);
    int count = 0;
    do {
      if (rows.getString(5) != null) {
        found.add(rows, 5);
        report.lag(rows.getLong(4));
        count++;
      }
    } while (rows.next());
    found.flush();
    return count;
  }
}
