package io.steward.admin.mail;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as administrators see it.
 *
 * @param messageId the first part of the header {@code Message-ID}
 * @param userId the account that the message is about; null if there is none
 * @param state {@code waiting}, {@code sent}, {@code failed} or {@code dropped}
 * @param attempts how often the mail server was given the message
 * @param lastError the reason of the last failure in one line; may be empty
 * @param ip the address of the request that caused the message; may be empty
 * @param nextAttemptAt null unless the message waits
 * @param settledAt null while the message waits
 */
record ManagedMail(
    long id,
    String messageId,
    String kind,
    @Nullable Long userId,
    String recipient,
    String language,
    String state,
    int attempts,
    String lastError,
    String ip,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant settledAt) {
  /** The columns of {@link #of}; the table is {@code mails}. */
  static final String COLUMNS =
      """
      id, cast(message_id as text), kind, user_id, recipient, language, state, attempts,
        last_error, ip, created_at, case state when 'waiting' then next_attempt_at end, settled_at
      """;

  static ManagedMail of(@Nullable Object[] row) {
    return new ManagedMail(
        (Long) row[0],
        (String) row[1],
        (String) row[2],
        (Long) row[3],
        (String) row[4],
        (String) row[5],
        (String) row[6],
        (Integer) row[7],
        (String) row[8],
        (String) row[9],
        ((Timestamp) row[10]).toInstant(),
        time(row[11]),
        time(row[12]));
  }

  private static @Nullable Instant time(@Nullable Object column) {
    return Optional.ofNullable((Timestamp) column).map(Timestamp::toInstant).orElse(null);
  }
}
