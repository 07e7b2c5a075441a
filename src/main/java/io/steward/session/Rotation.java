package io.steward.session;

import io.steward.database.Database;
import io.steward.database.SingleStatement;
import io.steward.origin.Origin;
import io.steward.settings.Settings;
import io.steward.token.Subject;
import io.steward.token.issue.RefreshToken;
import io.steward.user.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides on refresh tokens. One statement, which commits by itself, counts the use of the session
 * and rotates its token. This takes one round trip instead of three.
 *
 * <p>If several requests present the same token at once, only one of them increments the session's
 * generation. The others wait for the row lock. PostgreSQL then checks their conditions again on
 * the changed row, and they find the next generation. A token may have a higher generation than the
 * row if the database was restored from a backup; such a token is accepted.
 *
 * <p>If a request waits for a renewal of tokens after a change of groups, it reads the groups and
 * the version from before the renewal. The new token is then refused, and the next refresh brings
 * the present groups.
 */
public final class Rotation {
  private static final String ROTATE =
      """
      with admitted as (%3$s),
      rotated as (
        update sessions s set
          generation = case when %1$s then ?3 + 1 else generation end,
          key_id = case when %1$s then ?5 else key_id end,
          ip = case when %1$s then ?6 else ip end,
          user_agent = case when %1$s then ?7 else user_agent end,
          last_used_at = case when %1$s then now() else last_used_at end,
          tokens_expire_at =
            greatest(tokens_expire_at, clock_timestamp() + make_interval(secs => ?8))
        from users u
        where exists (select from admitted) and s.id = ?1 and u.id = s.user_id and u.is_active
          and %4$s
        returning
          not (%2$s),
          generation = ?3 + 1 and
            (last_used_at = now()
              or ?4 > 0 and last_used_at >= now() - make_interval(secs => ?4)),
          key_id,
          cast(extract(epoch from expires_at - now()) as double precision),
          u.id, u.email, u.email_verified_at is not null, u.first_name, u.last_name,
          (select string_agg(g.name, chr(31)) from groups g
            join user_groups m on m.group_id = g.id where m.user_id = u.id),
          (select token_version from sessions old where old.id = ?1)
      )
      select exists (select from admitted), r.*
      from (values (1)) one left join
        rotated r(expired, rotated, key_id, remaining, user_id, email, email_verified, first_name,
          last_name, groups, token_version)
        on true
      """;

  private final Database database;
  private final Settings settings;
  private final SingleStatement rotate;

  /**
   * Decides on the tokens in a database.
   *
   * @param admission SQL that counts a use of the session {@code ?1}, and returns a row if the use
   *     is admitted
   */
  public Rotation(Database database, Settings settings, String admission) {
    this.database = database;
    this.settings = settings;
    String alive = Sessions.ALIVE;
    this.rotate =
        new SingleStatement(
            ROTATE.formatted("generation <= ?3 and " + alive, alive, admission, Sessions.CURRENT));
  }

  /** Decides on a refresh token; its successor is issued with the key {@code keyId}. */
  public RotationOutcome rotate(RefreshToken presented, String keyId) {
    return database
        .first(rotate, this::rotation, parameters(presented, keyId))
        .orElseGet(RotationOutcome.Ended::new);
  }

  private Object[] parameters(RefreshToken presented, String keyId) {
    return new Object[] {
      presented.sessionId(),
      settings.session().idleLifetime().toSeconds(),
      presented.generation(),
      settings.session().grace().toSeconds(),
      keyId,
      Origin.current().ip(),
      Origin.current().userAgent(),
      Sessions.tokenSeconds(settings)
    };
  }

  private RotationOutcome rotation(ResultSet row) throws SQLException {
    if (!row.getBoolean(1)) {
      return new RotationOutcome.Throttled();
    }
    long userId = row.getLong(6);
    if (row.wasNull()) {
      return new RotationOutcome.Ended();
    }
    if (row.getBoolean(2)) {
      return new RotationOutcome.Expired();
    }
    return row.getBoolean(3) ? rotated(row, userId) : new RotationOutcome.Replayed(userId);
  }

  private RotationOutcome rotated(ResultSet row, long userId) throws SQLException {
    Duration remaining = Duration.ofMillis((long) (1000 * row.getDouble(5)));
    Name name = new Name(row.getString(9), row.getString(10));
    return new RotationOutcome.Rotated(
        new Subject(
            userId, row.getString(7), name.full(), groups(row.getString(11)), row.getBoolean(8)),
        row.getLong(12),
        row.getString(4),
        Grants.shorter(remaining, settings.session().idleLifetime()));
  }

  private static Set<String> groups(@Nullable String joined) {
    return joined == null ? Set.of() : Set.of(joined.split("\u001f"));
  }
}
