package io.steward.node;

import io.steward.token.Revocations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * Reads all revocations in pages. Therefore a million of them need little memory, and the feed can
 * look for new ones between two pages.
 */
final class RevocationPages {
  // In the order of an index, so that a page costs the same wherever it is.
  private static final String SINGLES =
      String.format(
          Locale.ROOT,
          """
      select expires_at, session_id, %s from revocations
      where expires_at > now() and (expires_at, session_id) > (?, ?)
      order by expires_at, session_id limit %d
      """,
          RevocationRows.SINGLE,
          RevocationRows.BATCH);
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
  private OffsetDateTime expiresAt = OffsetDateTime.MIN;
  private String sessionId = "";
  private long bulkId;
  private boolean singlesRead;
  private boolean bulksRead;

  RevocationPages(Revocations revocations) {
    this.revocations = revocations;
  }

  /** Starts again with the first page. */
  void restart() {
    expiresAt = OffsetDateTime.MIN;
    sessionId = "";
    bulkId = 0;
    singlesRead = false;
    bulksRead = false;
  }

  boolean areRead() {
    return singlesRead && bulksRead;
  }

  /** Reads the next page. */
  void next(Connection connection) throws SQLException {
    try (PreparedStatement page = connection.prepareStatement(bulksRead ? SINGLES : BULKS)) {
      if (bulksRead) {
        page.setObject(1, expiresAt);
        page.setString(2, sessionId);
        singlesRead = read(page) < RevocationRows.BATCH;
      } else {
        page.setLong(1, bulkId);
        bulksRead = read(page) < RevocationRows.BATCH;
      }
    }
  }

  private int read(PreparedStatement page) throws SQLException {
    RevocationRows found = new RevocationRows(revocations);
    int count = 0;
    try (ResultSet rows = page.executeQuery()) {
      while (rows.next()) {
        found.add(rows, 3);
        count++;
        if (count == RevocationRows.BATCH) {
          remember(rows);
        }
      }
    }
    found.flush();
    return count;
  }

  /** Remembers the row after which the next page starts. */
  private void remember(ResultSet last) throws SQLException {
    if (bulksRead) {
      expiresAt = last.getObject(1, OffsetDateTime.class);
      sessionId = last.getString(2);
    } else {
      bulkId = last.getLong(2);
    }
  }
}
