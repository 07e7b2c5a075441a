package io.steward.node;

import io.steward.audit.AuditLog;
import io.steward.log.Log;
import io.steward.token.Revocations;
import io.steward.user.Permissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a node does for all of them now and then, over the connection of its feed. */
public final class Upkeep {
  private static final Log LOG = Log.of("io.steward.node");
  private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(5);
  private static final Duration PERMISSIONS_EVERY = Duration.ofSeconds(5);
  private static final Duration ROUND_EVERY = Duration.ofMinutes(1);
  // Takes some milliseconds, so nobody waits long for a row of it, nor for the next look.
  private static final int BATCH = 500;

  // Tables whose rows expire, each with its key.
  private static final Map<String, String> EXPIRING =
      Map.of(
          "sessions", "id",
          "revocations", "session_id",
          "throttles", "key",
          "known_networks", "user_id, network");

  private final int auditRetentionDays;
  private final Nodes nodes;
  private final Revocations revocations;
  private final Optional<Permissions> permissions;
  private long signOfLifeAt;
  private long permissionsAt;
  private long roundAt = System.nanoTime();
  private boolean isPruning;
  private int news;
  private long worstLag;

  /**
   * Attends to all of these.
   *
   * @param permissions those to be kept in memory, where anybody asks for them
   */
  public Upkeep(
      Nodes nodes,
      Revocations revocations,
      Optional<Permissions> permissions,
      int auditRetentionDays) {
    this.auditRetentionDays = auditRetentionDays;
    this.nodes = nodes;
    this.revocations = revocations;
    this.permissions = permissions;
  }

  /** On a new connection. */
  void begin(Connection connection) throws SQLException {
    signOfLife(connection);
    permissions.ifPresent(wanted -> readPermissions(wanted, connection));
    try {
      // What is recorded before its month is there can never come into it.
      AuditLog.attend(connection, auditRetentionDays);
    } catch (SQLException e) {
      LOG.warning("the audit's months are not made: " + e.getMessage());
    }
  }

  private void signOfLife(Connection connection) throws SQLException {
    signOfLifeAt = System.nanoTime();
    nodes.signOfLife(connection);
  }

  private void readPermissions(Permissions wanted, Connection connection) {
    permissionsAt = System.nanoTime();
    try {
      wanted.read(connection);
    } catch (SQLException e) {
      LOG.warning("permissions are not read: " + e.getMessage());
    }
  }

  /** Does one thing that is due; if that fails, news shall still come. */
  void attend(Connection connection) {
    try {
      attendTo(connection);
    } catch (SQLException e) {
      LOG.warning("what has expired is not removed: " + e.getMessage());
    }
  }

  private void attendTo(Connection connection) throws SQLException {
    long now = System.nanoTime();
    if (now - signOfLifeAt > SIGN_OF_LIFE_EVERY.toNanos()) {
      signOfLife(connection);
    } else if (permissions.isPresent() && now - permissionsAt > PERMISSIONS_EVERY.toNanos()) {
      readPermissions(permissions.get(), connection);
    } else if (isPruning) {
      isPruning = removeExpired(connection);
    } else if (now - roundAt > ROUND_EVERY.toNanos()) {
      roundAt = now;
      isPruning = true;
      revocations.forget(System.currentTimeMillis() / 1000);
      report();
      AuditLog.attend(connection, auditRetentionDays);
    }
  }

  /** Notes a revocation that came in, so many milliseconds after it was recorded. */
  void lag(long milliseconds) {
    news++;
    worstLag = Math.max(worstLag, milliseconds);
  }

  private void report() {
    if (news > 0) {
      LOG.info(
          "%d revocations in the last minute, known here after %d ms at most; %d in memory"
              .formatted(news, worstLag, revocations.size()));
    }
    news = 0;
    worstLag = 0;
  }

  /** Removes one batch of each table; answers whether there may be more. */
  static boolean removeExpired(Connection connection) throws SQLException {
    boolean more = false;
    for (Map.Entry<String, String> table : EXPIRING.entrySet()) {
      more |= removeExpired(connection, table.getKey(), table.getValue()) >= BATCH;
    }
    return more;
  }

  /** Removes one batch, unless another node is at it; answers how many. */
  private static int removeExpired(Connection connection, String table, String key)
      throws SQLException {
    String delete =
        """
        with turn as materialized (
          select pg_try_advisory_xact_lock(hashtext('steward upkeep')) as mine),
        expired as materialized (
          select %2$s from %1$s e, turn where turn.mine and e.expires_at < now()
          limit %3$d for update of e skip locked)
        delete from %1$s where (%2$s) in (select %2$s from expired)
        """
            .formatted(table, key, BATCH);
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      return statement.executeUpdate();
    }
  }

  /** Says that this node is going. */
  void end(Connection connection) throws SQLException {
    nodes.leave(connection);
  }
}
