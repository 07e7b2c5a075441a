package io.steward.node;

import io.steward.background.Loop;
import io.steward.background.attempts.Attempts;
import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.log.Complaint;
import io.steward.log.Log;
import io.steward.session.Sessions;
import io.steward.token.Revocations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/**
 * Reads the revocations that all nodes record. Looks happen periodically. A notification only
 * starts the next look early, so a lost notification does no harm. After the start, when another
 * server answers, or when very many are new, all revocations are read in pages, with looks in
 * between.
 */
public final class RevocationFeed implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.node");
  // Together with the time to connect, these three add up to well under one second.
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration LOOK_WITHIN = Duration.ofMillis(400);
  private static final Duration RECONNECT_EVERY = Duration.ofMillis(250);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final Duration FORGET_EVERY = Duration.ofSeconds(10);

  private final Database database;
  private final Revocations revocations;
  private final Upkeep upkeep;
  private final NodeClock clock;
  private final RevocationLook look;
  private final RevocationPages pages;
  private final Attempts<Connection> connections;
  private final CountDownLatch first = new CountDownLatch(1);
  private final Loop loop =
      new Loop("steward-revocations", this::attempt, this::complain, () -> RECONNECT_EVERY);
  private final Complaint complaint = new Complaint();
  private long forgotAt = System.nanoTime();

  public RevocationFeed(
      Database database, Revocations revocations, Upkeep upkeep, ReferenceClock clock) {
    this.database = database;
    this.revocations = revocations;
    this.upkeep = upkeep;
    this.clock = new NodeClock(clock);
    this.look = new RevocationLook(revocations, this.clock, upkeep);
    this.pages = new RevocationPages(revocations);
    this.connections =
        new Attempts<>("steward-revocations-connect", database::connection, RECONNECT_EVERY);
  }

  public void start() {
    loop.start();
  }

  /** Waits briefly until the revocations from before this node's start are read. */
  public void awaitFirst(Duration patience) {
    try {
      if (!first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warning("revocations not read yet; access tokens are refused until they are read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() throws Exception {
    if (database.isConnected()) {
      follow();
    }
  }

  /** Returns when the feed is closed; throws when the connection is lost. */
  private void follow() throws Exception {
    try (Connection connection = connections.open(CONNECT_WITHIN)) {
      connection.setAutoCommit(true);
      execute(connection, "listen " + Sessions.CHANNEL);
      String lockTimeout = lockTimeout(connection);
      // A chore that waits for a lock would delay the feed.
      execute(connection, "set lock_timeout = '100ms'");
      try {
        follow(connection);
      } finally {
        release(connection, "unlisten *; set lock_timeout = '" + lockTimeout + "'");
      }
    }
  }

  /**
   * Called before the connection returns to a container's pool, where unread notifications would
   * accumulate.
   */
  private static void release(Connection connection, String sql) {
    try {
      execute(connection, sql);
    } catch (SQLException e) {
      LOG.debug("lost the connection of the revocation feed", e);
    }
  }

  private static String lockTimeout(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show lock_timeout")) {
      row.next();
      return row.getString(1);
    }
  }

  private void follow(Connection connection) throws SQLException {
    // Write first: a write fails on a standby or a replaced primary, where rows may be outdated.
    upkeep.signOfLife(connection);
    look(connection);
    complaint.end();
    upkeep.begin(connection);
    boolean announced = false;
    while (!loop.isClosed()) {
      if (pages.areRead()) {
        announced = announced || announce();
        await(connection, upkeep.pause(LOOK_EVERY));
      } else {
        readPages(connection);
      }
      look(connection);
      upkeep.attend(connection);
    }
    upkeep.end(connection);
  }

  private boolean announce() {
    LOG.info("following revocations, " + revocations.size() + " in memory");
    first.countDown();
    return true;
  }

  /** Reads pages until the next look is due. */
  private void readPages(Connection connection) throws SQLException {
    long end = System.nanoTime() + LOOK_EVERY.toNanos();
    while (!pages.areRead() && !loop.isClosed() && end - System.nanoTime() > 0) {
      pages.next(connection);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Waits for a notification or a timeout. A container's driver may not support notifications. */
  private static void await(Connection connection, Duration timeout) throws SQLException {
    if (connection.isWrapperFor(PGConnection.class)) {
      // Zero milliseconds would wait without end.
      int millis = Math.max(1, (int) timeout.toMillis());
      connection.unwrap(PGConnection.class).getNotifications(millis);
    } else {
      LockSupport.parkNanos(timeout.toNanos());
    }
  }

  private void look(Connection connection) throws SQLException {
    long asOf = System.nanoTime();
    int patience = connection.getNetworkTimeout();
    // If a query hangs, a new connection is faster than waiting.
    connection.setNetworkTimeout(Runnable::run, (int) LOOK_WITHIN.toMillis());
    boolean seesAll;
    try {
      seesAll = look.next(connection);
    } finally {
      // Also after a failure, because a container's pool may lend the connection again.
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, patience);
      }
    }
    if (!seesAll) {
      pages.restart();
    }
    revocations.followed();
    if (pages.areRead()) {
      revocations.reached(look.position().text());
      revocations.complete(asOf);
    }
    forget();
  }

  private void forget() {
    if (System.nanoTime() - forgotAt > FORGET_EVERY.toNanos()) {
      forgotAt = System.nanoTime();
      revocations.forget(clock.earliestSeconds());
    }
  }

  /** Logs each new reason once. */
  private void complain(Throwable e) {
    revocations.lost();
    String text = e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
    String reason = text.lines().findFirst().orElse("");
    if (complaint.isNew(reason)) {
      LOG.warning(
          "revocation feed lost; tokens are accepted without it for a limited time: " + reason);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
