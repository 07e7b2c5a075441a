package io.steward.mail.delivery;

import io.steward.api.json.Json;
import io.steward.api.json.JsonObject;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.origin.Origin;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The messages of the outbox that wait for delivery; each statement is a transaction. */
final class DueMails {
  /**
   * Takes the message that is due longest. No node takes it again before the lease has ended, which
   * is longer than an attempt lasts; if this node is killed, another one takes it then. Until the
   * outcome is written, the attempt counts as unclear.
   */
  private static final String TAKE =
      """
      update mails set attempts = attempts + 1, unclear_attempts = unclear_attempts + 1,
        next_attempt_at = now() + interval '10 minutes'
      where id = (select id from mails where state = 'waiting' and next_attempt_at <= now()
          and kind = any (?) order by next_attempt_at, id limit 1 for update skip locked)
      returning id, message_id, kind, user_id, recipient, language, details, ip, user_agent,
        created_at, attempts, unclear_attempts
      """;

  private static final String SETTLE =
      """
      update mails set state = ?, last_error = ?, details = '{}', settled_at = now(),
        expires_at = now() + interval '30 days'
      where id = ?
      """;

  private static final String POSTPONE =
      """
      update mails set attempts = ?, unclear_attempts = ?, last_error = ?,
        next_attempt_at = now() + make_interval(secs => ?)
      where id = ? and state = 'waiting'
      """;

  private static final String GIVE_UP =
      """
      update mails set state = 'failed', details = '{}', settled_at = now(),
        expires_at = now() + interval '30 days',
        last_error = case last_error when '' then 'not delivered within 3 days' else last_error end
      where state = 'waiting' and created_at < now() - interval '3 days'
      """;

  private static final Object[] KINDS =
      Arrays.stream(MailKind.values()).map(MailKind::word).toArray();

  private final Connection connection;

  DueMails(Connection connection) {
    this.connection = connection;
  }

  /**
   * A message that only this node delivers now.
   *
   * @param unclear how many of the attempts may have delivered the message
   */
  record Due(Letter letter, int attempts, int unclear) {
    /** The same message, if the mail server certainly did not accept it. */
    Due refused() {
      return new Due(letter, attempts, unclear - 1);
    }

    /** The same message, if it was not tried, so it keeps its place. */
    Due untried() {
      return new Due(letter, attempts - 1, unclear - 1);
    }
  }

  Optional<Due> take() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      // While nodes are being updated, a newer node may post kinds that this node does not know.
      statement.setArray(1, connection.createArrayOf("text", KINDS));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(due(row)) : Optional.empty();
      }
    }
  }

  private static Due due(ResultSet row) throws SQLException {
    long userId = row.getLong("user_id");
    Optional<Long> user = row.wasNull() ? Optional.empty() : Optional.of(userId);
    Letter letter =
        new Letter(
            row.getLong("id"),
            row.getObject("message_id", UUID.class),
            MailKind.of(row.getString("kind")).orElseThrow(),
            new Recipient(row.getString("recipient"), user, row.getString("language")),
            details(row.getString("details")),
            new Origin("", row.getString("ip"), row.getString("user_agent")),
            row.getObject("created_at", OffsetDateTime.class).toInstant());
    return new Due(letter, row.getInt("attempts"), row.getInt("unclear_attempts"));
  }

  private static Map<String, String> details(String json) {
    Map<String, String> details = new HashMap<>();
    if (Json.read(json.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object) {
      object.members().forEach((name, value) -> details.put(name, String.valueOf(value)));
    }
    return details;
  }

  /** Fails if the server accepts no writes, for example because it is a standby. */
  void demandWrites() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show transaction_read_only")) {
      row.next();
      if (row.getString(1).equals("on")) {
        throw new SQLException("the database accepts no writes (transaction_read_only)");
      }
    }
  }

  /**
   * Ends the work on a message; its row is removed after a month. The details are removed at once:
   * those of a registration contain the hash of a password.
   */
  void settle(Due due, String state, String error) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
      statement.setString(1, state);
      statement.setString(2, error);
      statement.setLong(3, due.letter().id());
      statement.executeUpdate();
    }
  }

  /** Tries again later. */
  void postpone(Due due, String error, long seconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(POSTPONE)) {
      statement.setInt(1, due.attempts());
      statement.setInt(2, due.unclear());
      statement.setString(3, error);
      statement.setLong(4, seconds);
      statement.setLong(5, due.letter().id());
      statement.executeUpdate();
    }
  }

  /** Gives up messages that are too old; returns their number. */
  int giveUp() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GIVE_UP)) {
      return statement.executeUpdate();
    }
  }
}
