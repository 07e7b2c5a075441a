package io.steward.audit;

import io.steward.log.Log;
import io.steward.origin.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A denied request.
 *
 * @param userId the user of the token or account; empty if unknown or if there are several
 * @param detail what was denied; may be empty
 */
record Denial(AuditEvent event, Optional<Long> userId, Origin origin, String detail) {
  private static final int LONGEST = 200;
  private static final Log LOG = Log.of("io.steward.audit");
  private static final String INSERT =
      """
      insert into audit (event, user_id, ip, user_agent, request_id, detail)
      values (?, ?, ?, ?, ?, ?)
      """;

  /** A denied request. Long texts are cut, so that it takes little memory. */
  static Denial of(AuditEvent event, Optional<Long> userId, Origin origin, String detail) {
    Origin small = new Origin(origin.requestId(), origin.ip(), origin.userAgent());
    return new Denial(event, userId, small, cut(Log.oneLine(cut(detail))));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST));
  }

  /** A record for this request and another. It names the user only if both have the same user. */
  Denial joined(Denial other) {
    return userId.equals(other.userId) ? this : new Denial(event, Optional.empty(), origin, detail);
  }

  /** A record for this number of similar requests. */
  Denial times(long requests) {
    String all = requests == 1 ? detail : (detail + " (requests: " + requests + ")").strip();
    return new Denial(event, userId, origin, all);
  }

  /** Writes these requests in one transaction, and logs them. */
  static void insert(Connection connection, List<Denial> denials) throws SQLException {
    // With autocommit, the driver sends a batch as one transaction.
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Denial denial : denials) {
        insert.setString(1, denial.event.text());
        if (denial.userId.isPresent()) {
          insert.setLong(2, denial.userId.get());
        } else {
          insert.setNull(2, Types.BIGINT);
        }
        insert.setString(3, denial.origin.ip());
        insert.setString(4, denial.origin.userAgent());
        insert.setString(5, denial.origin.requestId());
        insert.setString(6, denial.detail);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    denials.forEach(denial -> LOG.info(denial.json()));
  }

  private String json() {
    return AuditLog.json(
        new AuditRecord(
            Instant.now(),
            event.text(),
            Optional.empty(),
            userId,
            "",
            origin.ip(),
            origin.userAgent(),
            origin.requestId(),
            detail,
            "",
            new Changes()));
  }
}
