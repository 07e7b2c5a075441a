package io.steward.admin.invitation;

import io.steward.credential.invitation.Invitations;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as administrators see it.
 *
 * @param groups the names of the groups that the person joins
 * @param language a language tag; may be empty
 * @param invitedBy the id of the sender; null for a command
 * @param state {@code open}, {@code accepted}, {@code revoked}, {@code expired}, or {@code void} if
 *     its sender could not send it any more
 * @param userId the id of the new user; null unless accepted
 */
public record ManagedInvitation(
    long id,
    String email,
    String firstName,
    String lastName,
    String language,
    List<String> groups,
    @Nullable Long invitedBy,
    String state,
    @Nullable Long userId,
    Instant createdAt,
    Instant expiresAt,
    int version) {
  /** The columns of {@link #of}; the table is {@link #TABLE}. */
  static final String COLUMNS =
      """
      id, email, first_name, last_name, language,
        (select string_agg(g.name, chr(31) order by g.name collate "C") from invitation_groups m
          join groups g on g.id = m.group_id where m.invitation_id = i.id),
        invited_by, %s as state_now, user_id, created_at, expires_at, version
      """
          .formatted(Invitations.STATE);

  static final String TABLE = "invitations i";

  static ManagedInvitation of(@Nullable Object[] row) {
    return new ManagedInvitation(
        (Long) row[0],
        (String) row[1],
        (String) row[2],
        (String) row[3],
        (String) row[4],
        row[5] == null ? List.of() : List.of(((String) row[5]).split("\u001f")),
        (Long) row[6],
        (String) row[7],
        (Long) row[8],
        ((Timestamp) row[9]).toInstant(),
        ((Timestamp) row[10]).toInstant(),
        (Integer) row[11]);
  }
}
