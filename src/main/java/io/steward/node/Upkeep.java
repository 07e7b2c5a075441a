package io.steward.node;

import io.steward.background.Loop;
import io.steward.background.OutOfMemory;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.database.ShortLockWait;
import io.steward.log.Complaint;
import io.steward.log.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the chores of all packages and records this node's presence. It has its own thread and
 * connection, so that a slow chore never delays the revocation feed.
 */
public final class Upkeep implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.node");
  private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int ANSWER_SECONDS = 1;

  private final Database database;
  private final Nodes nodes;
  private final List<Turn> turns;
  private final CountDownLatch first = new CountDownLatch(1);
  private final Complaint complaint = new Complaint();
  private final Loop loop = new Loop("steward-upkeep", this::attempt, this::complain, () -> PAUSE);
  private long signOfLifeAt;

  public Upkeep(Database database, Nodes nodes, List<Chore> chores) {
    this.database = database;
    this.nodes = nodes;
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

    /** Runs the chore; returns false if it failed. A failure is logged. */
    boolean take(Connection connection) {
      lastAt = System.nanoTime();
      hasMore = false;
      try {
        hasMore = chore.run(connection);
        tookNanos = nanosSinceLast();
        return true;
      } catch (SQLException | RuntimeException | Error e) {
        OutOfMemory.examine(e);
        LOG.warning(
            String.format(
                Locale.ROOT,
                "chore failed, next attempt in %d s: %s: %s",
                chore.every().toSeconds(),
                chore.name(),
                reason(e)));
        return false;
      }
    }

    void end(Connection connection) {
      try {
        chore.end(connection);
      } catch (SQLException | RuntimeException | Error e) {
        OutOfMemory.examine(e);
        LOG.warning("chore failed before the node stops: " + chore.name() + ": " + reason(e));
      }
    }

    private static String reason(Throwable e) {
      // Only the first line: a second line of PostgreSQL's would quote a row.
      return e instanceof Error
          ? e.toString()
          : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  public void start() {
    loop.start();
  }

  /** Waits briefly until the chores meant for a new connection have run once. */
  public void awaitFirst(Duration patience) {
    try {
      if (!first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("the first chores are still running");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() throws SQLException {
    if (database.isConnected()) {
      try (Connection connection = database.server().connection()) {
        connection.setAutoCommit(true);
        ShortLockWait.during(connection, () -> follow(connection));
      }
    }
  }

  /** Returns when upkeep is closed; throws when the connection is lost. */
  private void follow(Connection connection) throws SQLException {
    begin(connection);
    complaint.end();
    first.countDown();
    while (!loop.isClosed()) {
      LockSupport.parkNanos(pause(PAUSE).toNanos());
      if (!attend(connection) && !connection.isValid(ANSWER_SECONDS)) {
        throw new SQLException("lost the connection");
      }
    }
    end(connection);
  }

  /** Does the last work of all chores, and removes this node from the table of nodes. */
  void end(Connection connection) throws SQLException {
    turns.forEach(turn -> turn.end(connection));
    nodes.leave(connection);
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

  private void signOfLife(Connection connection) throws SQLException {
    signOfLifeAt = System.nanoTime();
    nodes.signOfLife(connection);
  }

  /**
   * Records this node's presence if that is due; otherwise runs one piece of the due chore that
   * waited longest. On a closed connection it runs no chore.
   *
   * @return false if the connection may be lost
   */
  boolean attend(Connection connection) {
    if (System.nanoTime() - signOfLifeAt <= SIGN_OF_LIFE_EVERY.toNanos()) {
      return !isClosed(connection) && takeNextTurn(connection);
    }
    try {
      signOfLife(connection);
      return true;
    } catch (SQLException e) {
      LOG.warning("this node's presence could not be recorded: " + e.getMessage());
      return false;
    }
  }

  /**
   * How long to wait before the next chore. If a chore has more to do, the wait is only as long as
   * the last piece took, so that much work is soon done and the database still has time for
   * requests.
   *
   * @param usual how long to wait if no chore has more to do
   */
  Duration pause(Duration usual) {
    return turns.stream()
        .filter(turn -> turn.hasMore)
        .map(turn -> Duration.ofNanos(turn.tookNanos))
        .reduce(usual, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }

  private boolean takeNextTurn(Connection connection) {
    return turns.stream()
        .filter(Turn::isDue)
        .max(Comparator.comparingLong(Turn::nanosSinceLast))
        .map(turn -> turn.take(connection))
        .orElse(true);
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Logs each new reason once. */
  private void complain(Throwable e) {
    String text = e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
    String reason = text.lines().findFirst().orElse("");
    if (complaint.isNew(reason)) {
      LOG.warning("chores are paused until the database can be used again: " + reason);
    }
  }

  /**
   * Ends after the chore that runs now and the last work of all chores, and removes this node from
   * the table of nodes.
   */
  @Override
  public void close() {
    loop.close();
  }
}
