package io.steward.node;

import io.steward.token.Revocations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Reads all revocations in pages. Therefore a million of them need little memory, and the feed can
 * look for new ones between two pages.
 */
final class RevocationPages {
  private static final String BULKS =
      String.format(
          Locale.ROOT,
          """
      select expires_at, id, %s from bulk_revocations
      where expires_at > now() and id > ? order by id limit %d
      """,
          RevocationRows.BULK,
          RevocationRows.BATCH);

  private final Revocations revocations;
  private PackedPages singles = new PackedPages();
  private long bulkId;
  private boolean singlesRead;
  private boolean bulksRead;

  RevocationPages(Revocations revocations) {
    this.revocations = revocations;
  }

  /** Starts again with the first page. */
  void restart() {
    singles = new PackedPages();
    bulkId = 0;
    singlesRead = false;
    bulksRead = false;
  }

  boolean areRead() {
    return singlesRead && bulksRead;
  }

  /** Reads the next page. */
  void next(Connection connection) throws SQLException {
    if (bulksRead) {
      singlesRead = !singles.next(connection, revocations);
    } else {
      bulksRead = bulks(connection) < RevocationRows.BATCH;
    }
  }

  private int bulks(Connection connection) throws SQLException {
    RevocationRows found = new RevocationRows(revocations);
    int count = 0;
    try (PreparedStatement page = connection.prepareStatement(BULKS)) {
      page.setLong(1, bulkId);
      try (ResultSet rows = page.executeQuery()) {
        while (rows.next()) {
          found.add(rows, 3);
          bulkId = rows.getLong(2);
          count++;
        }
      }
    }
    found.flush();
    return count;
  }
}
