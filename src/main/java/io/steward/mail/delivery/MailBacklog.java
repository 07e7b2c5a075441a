package io.steward.mail.delivery;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How much mail waits, as counted last. Everyone may see it, so it is coarse: otherwise, somebody
 * who asks for a link while nothing else happens would see whether the address has an account.
 *
 * @param waiting the number of messages in full hundreds; counted up to 10,000
 * @param oldestSeconds the age of the oldest of them in full hours; 0 if there is no message
 */
public record MailBacklog(long waiting, long oldestSeconds) {
  static final MailBacklog NOTHING = new MailBacklog(0, 0);

  private static final long HUNDRED = 100;
  private static final long HOUR = 3600;

  private static final String COUNT =
      """
      select count(*), coalesce(extract(epoch from now() - min(created_at)), 0)
      from (select created_at from mails where state = 'waiting'
        order by next_attempt_at, id limit 10000) counted
      """;

  static MailBacklog read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNT)) {
      row.next();
      return coarse(row.getLong(1), Math.max(0, row.getLong(2)));
    }
  }

  private static MailBacklog coarse(long waiting, long oldestSeconds) {
    return new MailBacklog(waiting / HUNDRED * HUNDRED, oldestSeconds / HOUR * HOUR);
  }
}
