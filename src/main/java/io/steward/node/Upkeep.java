package io.steward.node;

import io.steward.background.OutOfMemory;
import io.steward.database.Chore;
import io.steward.log.Log;
import io.steward.token.Revocations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Runs the chores of all packages and records this node's presence, on the revocation feed's
 * connection.
 */
public final class Upkeep {
  private static final Log LOG = Log.of("io.steward.node");
  private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(5);
  private static final Duration REPORT_EVERY = Duration.ofMinutes(1);

  private final Nodes nodes;
  private final Revocations revocations;
  private final List<Turn> turns;
  private long signOfLifeAt;
  private long reportAt = System.nanoTime();
  private int received;
  private long worstLag;

  public Upkeep(Nodes nodes, Revocations revocations, List<Chore> chores) {
    this.nodes = nodes;
    this.revocations = revocations;
    this.turns = chores.stream().map(Turn::new).toList();
  }

  /** A chore, and the time when it ran last. */
  private static final class Turn {
    private final Chore chore;
    private long lastAt = System.nanoTime();
    private boolean hasMore;
    private long tookNanos;

    Turn(Chore chore) {
      this.chore = chore;
    }

    boolean isDue() {
      return hasMore || nanosSinceLast() > chore.every().toNanos();
    }

    long nanosSinceLast() {
      return System.nanoTime() - lastAt;
    }

    /** Runs the chore. A failure is only logged, so that the other chores and the feed continue. */
    void take(Connection connection) {
      lastAt = System.nanoTime();
      hasMore = false;
      try {
        hasMore = chore.run(connection);
      } catch (SQLException | RuntimeException | Error e) {
        OutOfMemory.examine(e);
        LOG.warning(
            String.format(
                Locale.ROOT,
                "chore failed, next attempt in %d s: %s: %s",
                chore.every().toSeconds(),
                chore.name(),
                reason(e)));
      }
      tookNanos = nanosSinceLast();
    }

    private static String reason(Throwable e) {
      // Only the first line: a second line of PostgreSQL's would quote a row.
      return e instanceof Error
          ? e.toString()
          : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  /**
   * Records this node's presence and runs the chores meant for a new connection.
   *
   * @throws SQLException if the server cannot write, for example a standby
   */
  void begin(Connection connection) throws SQLException {
    signOfLife(connection);
    for (Turn turn : turns) {
      if (turn.chore.isOnConnect() && !connection.isClosed()) {
        turn.take(connection);
      }
    }
  }

  /**
   * Records this node's presence.
   *
   * @throws SQLException if the server cannot write, for example a standby
   */
  void signOfLife(Connection connection) throws SQLException {
    signOfLifeAt = System.nanoTime();
    nodes.signOfLife(connection);
  }

  /**
   * Records this node's presence if that is due; otherwise runs one piece of the due chore that
   * waited longest. It runs only one, so that several chores together cannot delay the feed. On a
   * closed connection it runs no chore.
   */
  void attend(Connection connection) throws SQLException {
    if (System.nanoTime() - signOfLifeAt > SIGN_OF_LIFE_EVERY.toNanos()) {
      try {
        signOfLife(connection);
      } catch (SQLException e) {
        LOG.warning("this node's presence could not be recorded: " + e.getMessage());
      }
      return;
    }
    if (!connection.isClosed()) {
      turns.stream()
          .filter(Turn::isDue)
          .max(Comparator.comparingLong(Turn::nanosSinceLast))
          .ifPresent(turn -> turn.take(connection));
    }
    if (System.nanoTime() - reportAt > REPORT_EVERY.toNanos()) {
      reportAt = System.nanoTime();
      report();
    }
  }

  /**
   * How long the feed waits before its next look. If a chore has more to do, the feed waits only as
   * long as the last piece took, so that much work is soon done and the database still has time for
   * requests.
   *
   * @param usual how long the feed waits if no chore has more to do
   */
  Duration pause(Duration usual) {
    return turns.stream()
        .filter(turn -> turn.hasMore)
        .map(turn -> Duration.ofNanos(turn.tookNanos))
        .reduce(usual, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }

  /** Notes a revocation that arrived this many milliseconds after it was recorded. */
  void lag(long milliseconds) {
    received++;
    worstLag = Math.max(worstLag, milliseconds);
  }

  private void report() {
    if (received > 0) {
      LOG.info(
          String.format(
              Locale.ROOT,
              "%d revocations in the last minute, known here after %d ms at most; %d in memory",
              received,
              worstLag,
              revocations.size()));
    }
    received = 0;
    worstLag = 0;
  }

  /** Removes this node from the table of nodes. */
  void end(Connection connection) throws SQLException {
    nodes.leave(connection);
  }
}
