package io.steward.node;

import io.steward.crypto.RandomValues;
import io.steward.database.Chore;
import io.steward.database.Table;
import io.steward.log.Log;
import io.steward.token.key.HmacKey;
import io.steward.token.key.KeyRing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The nodes on one database, and whether their keys match. Nodes with different keys refuse each
 * other's tokens; the one that started later reports not ready.
 */
public final class Nodes {
  private static final Log LOG = Log.of("io.steward.node");
  private static final Duration PRESENCE_EVERY = Duration.ofSeconds(5);
  private static final String SIGN_OF_LIFE =
      """
      insert into nodes (id, signing_key, keys) values (?, ?, ?)
      on conflict (id) do update set seen_at = now(),
        signing_key = excluded.signing_key, keys = excluded.keys
      """;
  private static final String OTHERS_WITH_OTHER_KEYS =
      """
      select 1 from nodes n, nodes own where own.id = ? and n.id <> own.id
        and n.seen_at > now() - interval '20 seconds'
        and (n.started_at, n.id) < (own.started_at, own.id)
        and not (n.signing_key = any (own.keys) and own.signing_key = any (n.keys))
      limit 1
      """;
  private static final String FORGET =
      "delete from nodes where seen_at < now() - interval '1 hour'";

  private final KeyRing keys;
  private final String id = RandomValues.base64Url(16);
  private volatile boolean atOdds;

  public Nodes(KeyRing keys) {
    this.keys = keys;
  }

  /** The tables of this package. */
  public static List<Table> tables() {
    return List.of(Table.changeable("nodes"));
  }

  /**
   * Whether this node's keys differ from those of a node that started earlier: one of the two lacks
   * the other's signing key.
   */
  public boolean isAtOdds() {
    return atOdds;
  }

  /**
   * Records this node's presence regularly. Nodes that start later with another key then report not
   * ready.
   */
  public Chore presence() {
    return Chore.onConnectAndEvery(
            PRESENCE_EVERY,
            "record this node's presence",
            connection -> {
              signOfLife(connection);
              return false;
            })
        .andAtEnd(
            connection -> {
              leave(connection);
              return false;
            });
  }

  private void signOfLife(Connection connection) throws SQLException {
    write(connection);
    execute(connection, FORGET);
    boolean now = hasOthersWithOtherKeys(connection);
    if (now && !atOdds) {
      LOG.error(
          "another node on this database has different keys;"
              + " give all nodes the same STEWARD_JWT_SECRET or STEWARD_JWT_KEYS_FILE");
    }
    atOdds = now;
  }

  /**
   * Records this node's presence.
   *
   * @throws SQLException if the server cannot write, for example a standby
   */
  void write(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SIGN_OF_LIFE)) {
      statement.setString(1, id);
      statement.setString(2, keys.signing().fingerprint());
      Object[] all = keys.all().stream().map(HmacKey::fingerprint).toArray();
      statement.setArray(3, connection.createArrayOf("varchar", all));
      statement.executeUpdate();
    }
  }

  private boolean hasOthersWithOtherKeys(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OTHERS_WITH_OTHER_KEYS)) {
      statement.setString(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /**
   * Removes this node's row. Otherwise a new process with another key would report not ready
   * because of that row.
   */
  private void leave(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("delete from nodes where id = ?")) {
      statement.setString(1, id);
      statement.executeUpdate();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }
}
