package io.steward.node;

import io.steward.token.Revocations;
import io.steward.token.ended.EndedSessions;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * Reads the table {@code revocations} in pages. PostgreSQL packs each page into one value, because
 * a million rows as objects would fill the heap.
 */
final class PackedPages {
  private static final String COUNT = "select count(*) from revocations where expires_at > now()";

  // Reads in the order of an index, so that late pages cost no more than early ones. Each row is
  // packed as eight bytes with the time and user_deleted, two bytes with the length of the id, and
  // the id.
  private static final String PAGE =
      String.format(
          Locale.ROOT,
          """
      with page as (
        select expires_at, session_id, user_deleted from revocations
        where expires_at > now() and (expires_at, session_id) > (?, ?)
        order by expires_at, session_id limit %d)
      select last.expires_at, last.session_id, (select count(*) from page), (
        select string_agg(
          int8send(2 * cast(extract(epoch from expires_at) as bigint) + cast(user_deleted as int))
            || int2send(cast(octet_length(convert_to(session_id, 'UTF8')) as int2))
            || convert_to(session_id, 'UTF8'), '')
        from page)
      from (select expires_at, session_id from page order by 1 desc, 2 desc limit 1) last
      """,
          RevocationRows.BATCH);

  private OffsetDateTime expiresAt = OffsetDateTime.MIN;
  private String sessionId = "";
  private boolean isCounted;

  /** Reads the next page; returns whether there may be more. */
  boolean next(Connection connection, Revocations revocations) throws SQLException {
    if (!isCounted) {
      int count = count(connection);
      revocations.addAll(ended -> ended.expect(count));
      isCounted = true;
    }
    try (PreparedStatement page = connection.prepareStatement(PAGE)) {
      page.setObject(1, expiresAt);
      page.setString(2, sessionId);
      try (ResultSet row = page.executeQuery()) {
        return row.next() && read(row, revocations);
      }
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNT)) {
      row.next();
      return row.getInt(1);
    }
  }

  private boolean read(ResultSet row, Revocations revocations) throws SQLException {
    expiresAt = row.getObject(1, OffsetDateTime.class);
    sessionId = row.getString(2);
    byte[] packed = row.getBytes(4);
    revocations.addAll(ended -> unpack(packed, ended));
    return row.getInt(3) == RevocationRows.BATCH;
  }

  private static void unpack(byte[] packed, EndedSessions ended) {
    ByteBuffer rows = ByteBuffer.wrap(packed);
    while (rows.hasRemaining()) {
      long time = rows.getLong();
      int length = rows.getShort();
      int start = rows.position();
      ended.add(packed, start, length, time >> 1, (time & 1) == 1);
      rows.position(start + length);
    }
  }
}
