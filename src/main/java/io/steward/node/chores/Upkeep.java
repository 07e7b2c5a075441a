package io.steward.node.chores;

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
 * Runs chores in its own thread on its own connection, so that a slow chore never delays the
 * revocation feed. A node has one instance for its tables and one for mail.
 */
public final class Upkeep implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.node");
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int ANSWER_SECONDS = 1;

  private final Database database;
  private final Turn first;
  private final List<Turn> turns;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Complaint complaint = new Complaint();
  private final Loop loop;

  /**
   * Creates a thread that runs these chores.
   *
   * @param thread the name of the thread
   * @param first a chore that must succeed on each new connection before the others run; when it is
   *     due, it runs before them
   */
  public Upkeep(String thread, Database database, Chore first, List<Chore> chores) {
    this.database = database;
    this.first = new Turn(first);
    this.turns = chores.stream().map(Turn::new).toList();
    this.loop = new Loop(thread, this::attempt, this::complain, () -> PAUSE);
  }

  /** A chore, and the time when it ran last. */
  private static final class Turn {
    private final Chore chore;
    private final Complaint complaint = new Complaint();
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

    void run(Connection connection) throws SQLException {
      lastAt = System.nanoTime();
      hasMore = false;
      hasMore = chore.run(connection);
      tookNanos = nanosSinceLast();
    }

    /** Runs the chore; returns false if it failed. Each new reason is logged once. */
    boolean take(Connection connection) {
      try {
        run(connection);
        complaint.end();
        return true;
      } catch (SQLException | RuntimeException | Error e) {
        OutOfMemory.examine(e);
        complain(Log.reason(e));
        return false;
      }
    }

    private void complain(String reason) {
      if (complaint.isNew(reason)) {
        LOG.warning(
            String.format(
                Locale.ROOT,
                "chore failed, next attempt in %d s: %s: %s",
                Math.max(1, chore.every().toSeconds()),
                chore.name(),
                reason));
      }
    }

    void finish(Connection connection) {
      try {
        chore.finish(connection);
      } catch (SQLException | RuntimeException | Error e) {
        OutOfMemory.examine(e);
        LOG.warning("chore failed before the node stops: " + chore.name() + ": " + Log.reason(e));
      }
    }
  }

  public void start() {
    loop.start();
  }

  /** Waits briefly until the chores meant for a new connection have run once. */
  public void awaitFirst(Duration patience) {
    try {
      if (!begun.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("the first chores are still running");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() throws SQLException, InterruptedException {
    if (database.awaitConnection(PAUSE)) {
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
    begun.countDown();
    while (!loop.isClosed()) {
      LockSupport.parkNanos(pause(PAUSE).toNanos());
      if (!attend(connection) && !connection.isValid(ANSWER_SECONDS)) {
        throw new SQLException("lost the connection");
      }
    }
    finish(connection);
  }

  /** Does the last work of all chores. */
  void finish(Connection connection) {
    turns.forEach(turn -> turn.finish(connection));
    first.finish(connection);
  }

  /**
   * Runs the first chore, and then the chores meant for a new connection.
   *
   * @throws SQLException if the first chore failed, for example because the server is a standby
   */
  void begin(Connection connection) throws SQLException {
    first.run(connection);
    for (Turn turn : turns) {
      if (turn.chore.isOnConnect() && !connection.isClosed()) {
        turn.take(connection);
      }
    }
  }

  /**
   * Runs the first chore if it is due; otherwise runs one piece of the due chore that has waited
   * longest. On a closed connection, only the first chore runs.
   *
   * @return false if the connection may be lost
   */
  boolean attend(Connection connection) {
    if (first.isDue()) {
      return first.take(connection);
    }
    return !isClosed(connection) && takeNextTurn(connection);
  }

  /**
   * The pause before the next chore. If a chore has more to do, the pause is only as long as the
   * last piece of work. So much work is done soon, and the database still has time for requests.
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
        .min(Comparator.comparingLong(turn -> turn.lastAt))
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
    String reason = Log.reason(e);
    if (complaint.isNew(reason)) {
      LOG.warning("chores are paused until the database can be used again: " + reason);
    }
  }

  /** Ends after the chore that runs now, without waiting for it. */
  public void end() {
    loop.end();
  }

  /** Ends, and waits for the chore that runs now and the last work of all chores. */
  @Override
  public void close() {
    loop.close();
  }
}
