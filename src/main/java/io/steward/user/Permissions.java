package io.steward.user;

import io.steward.database.Chore;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of all users and groups, kept in memory and read again regularly, so that a check
 * needs no query. As in Django, a superuser has every permission, and an inactive user has no
 * permission.
 */
public final class Permissions {
  private static final Duration EVERY = Duration.ofSeconds(5);
  // A date in the future, as it may be in an imported row, is ignored.
  private static final String JOINED =
      """
      case when u.date_joined <= now()
        then cast(floor(extract(epoch from u.date_joined)) as bigint) else 0 end""";
  // One statement, so that all rows come from one snapshot.
  private static final String READ =
      """
      select 'group', g.name, p.code, 0 from groups g
        join group_permissions h on h.group_id = g.id join permissions p on p.id = h.permission_id
      union all
      select 'user', cast(u.id as text), p.code, %1$s from users u
        join user_permissions h on h.user_id = u.id join permissions p on p.id = h.permission_id
        where u.is_active and not u.is_superuser
      union all
      select 'superuser', cast(id as text), '', %1$s from users u
        where is_active and is_superuser
      """
          .formatted(JOINED);

  private final long stalenessNanos;
  private final AtomicReference<@Nullable Snapshot> known = new AtomicReference<>();

  /**
   * Every check fails until the first {@link #read}.
   *
   * @param staleness the age at which permissions are no longer used
   */
  public Permissions(Duration staleness) {
    this.stalenessNanos = staleness.toNanos();
  }

  /** All permissions by group and by user, and the {@link System#nanoTime} when they were read. */
  private static final class Snapshot {
    private final long asOf = System.nanoTime();
    private final Map<String, Set<String>> groups = new HashMap<>();
    private final Map<String, Holder> users = new HashMap<>();

    private void add(String kind, String name, String code, long joined) {
      if (kind.equals("group")) {
        groups.computeIfAbsent(name, n -> new HashSet<>()).add(code);
      } else {
        Holder holder = users.computeIfAbsent(name, n -> new Holder(joined));
        holder.isSuperuser |= kind.equals("superuser");
        holder.codes.add(code);
      }
    }

    private boolean has(AccessToken token, String code) {
      Holder user = users.get(token.getName());
      return (user != null && user.has(token, code))
          || token.subject().groups().stream()
              .anyMatch(g -> groups.getOrDefault(g, Set.of()).contains(code));
    }
  }

  /** A user with permissions. */
  private static final class Holder {
    private final Instant joined;
    private final Set<String> codes = new HashSet<>();
    private boolean isSuperuser;

    Holder(long joined) {
      this.joined = Instant.ofEpochSecond(joined);
    }

    /** A token that is older than the user belongs to an earlier user with the same id. */
    boolean has(AccessToken token, String code) {
      return (isSuperuser || codes.contains(code)) && !token.isOlderThanUser(joined, joined);
    }
  }

  /** Reads all permissions every five seconds. */
  public Chore chore() {
    return Chore.onConnectAndEvery(
        EVERY,
        "read permissions",
        connection -> {
          read(connection);
          return false;
        });
  }

  /** Reads all permissions again. */
  public void read(Connection connection) throws SQLException {
    Snapshot fresh = new Snapshot();
    try (PreparedStatement statement = connection.prepareStatement(READ);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        fresh.add(rows.getString(1), rows.getString(2), rows.getString(3), rows.getLong(4));
      }
    }
    // Another thread may have read later rows in the meantime.
    known.accumulateAndGet(
        fresh, (last, next) -> last != null && last.asOf - fresh.asOf > 0 ? last : next);
  }

  /**
   * Whether the active user of a token has a permission, directly or through the token's groups.
   *
   * @throws ProblemException 503 if the permissions were not read recently
   */
  public boolean has(AccessToken token, String code) {
    Snapshot snapshot = known.get();
    if (snapshot == null || System.nanoTime() - snapshot.asOf > stalenessNanos) {
      throw new ProblemException(
          ProblemType.UNDECIDED, "Permissions are temporarily unavailable; retry shortly.");
    }
    return snapshot.has(token, code);
  }
}
