package io.steward.user;

import io.steward.database.Chore;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of all users and groups, kept in memory and read again regularly, so that a check
 * needs no query. As in Django, a superuser has every permission, and an inactive user has no
 * permission.
 */
public final class Permissions {
  private static final Duration EVERY = Duration.ofSeconds(5);
  // One statement, so that all rows come from one snapshot.
  private static final String READ =
      """
      select 'group', g.name, p.code from groups g
        join group_permissions h on h.group_id = g.id join permissions p on p.id = h.permission_id
      union all
      select 'user', cast(u.id as text), p.code from users u
        join user_permissions h on h.user_id = u.id join permissions p on p.id = h.permission_id
        where u.is_active and not u.is_superuser
      union all
      select 'superuser', cast(id as text), '' from users where is_active and is_superuser
      """;

  private final long stalenessNanos;
  private volatile @Nullable Snapshot known;

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
    private final Map<String, Set<String>> users = new HashMap<>();
    private final Set<String> superusers = new HashSet<>();

    private void add(String kind, String holder, String code) {
      switch (kind) {
        case "group" -> groups.computeIfAbsent(holder, h -> new HashSet<>()).add(code);
        case "user" -> users.computeIfAbsent(holder, h -> new HashSet<>()).add(code);
        default -> superusers.add(holder);
      }
    }

    private boolean has(String userId, Set<String> userGroups, String code) {
      return superusers.contains(userId)
          || users.getOrDefault(userId, Set.of()).contains(code)
          || userGroups.stream().anyMatch(g -> groups.getOrDefault(g, Set.of()).contains(code));
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
        fresh.add(rows.getString(1), rows.getString(2), rows.getString(3));
      }
    }
    known = fresh;
  }

  /**
   * Whether an active user has a permission, directly or through one of these groups.
   *
   * @throws ProblemException 503 if the permissions were not read recently
   */
  public boolean has(long userId, Set<String> groups, String code) {
    Snapshot snapshot = known;
    if (snapshot == null || System.nanoTime() - snapshot.asOf > stalenessNanos) {
      throw new ProblemException(
          ProblemType.UNDECIDED, "Permissions are temporarily unavailable; retry shortly.");
    }
    return snapshot.has(Long.toString(userId), groups, code);
  }
}
