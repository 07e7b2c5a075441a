package io.steward.node;

import io.steward.background.Loop;
import io.steward.background.attempts.Attempts;
import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.database.ShortLockWait;
import io.steward.log.Complaint;
import io.steward.log.Log;
import io.steward.session.Sessions;
import io.steward.token.Revocations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/**
 * Reads the revocations that all nodes record. It looks for new ones periodically. A notification
 * only starts the next look early, so a lost notification does no harm. After the start, all
 * revocations are read in pages, with looks in between. The same happens when another server
 * answers, or when very many revocations are new.
 */
public final class RevocationFeed implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.node");
  // Together with the time to connect, these three add up to well under one second.
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration LOOK_WITHIN = Duration.ofMillis(400);
  private static final Duration RECONNECT_EVERY = Duration.ofMillis(250);
  private static final Duration WRITE_EVERY = Duration.ofSeconds(5);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final Duration FORGET_EVERY = Duration.ofSeconds(10);

  private final Database database;
  private final Revocations revocations;
  private final Nodes nodes;
  private final FeedReport report;
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
      Database database, Revocations revocations, Nodes nodes, ReferenceClock clock) {
    this.database = database;
    this.revocations = revocations;
    this.nodes = nodes;
    this.report = new FeedReport(revocations);
    this.clock = new NodeClock(clock);
    this.look = new RevocationLook(revocations, this.clock, report);
    this.pages = new RevocationPages(revocations);
    this.connections =
        new Attempts<>(
            "steward-revocations-connect", database.server()::connection, RECONNECT_EVERY);
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
    if (database.awaitConnection(RECONNECT_EVERY)) {
      follow();
    }
  }

  /** Returns when the feed is closed; throws when the connection is lost. */
  private void follow() throws Exception {
    try (Connection connection = connections.open(CONNECT_WITHIN)) {
      connection.setAutoCommit(true);
      ShortLockWait.execute(connection, "listen " + Sessions.CHANNEL);
      try {
        ShortLockWait.during(connection, () -> follow(connection));
      } finally {
        // A container's pool would otherwise collect unread notifications.
        ShortLockWait.release(connection, "unlisten *");
      }
    }
  }

  private void follow(Connection connection) throws SQLException {
    // Write first and often: a write fails on a standby or a replaced primary, where rows may be
    // outdated.
    nodes.write(connection);
    long written = System.nanoTime();
    look(connection);
    complaint.end();
    boolean announced = false;
    while (!loop.isClosed()) {
      if (System.nanoTime() - written > WRITE_EVERY.toNanos()) {
        nodes.write(connection);
        written = System.nanoTime();
      }
      if (pages.areRead()) {
        announced = announced || announce();
        await(connection);
      } else {
        readPages(connection);
      }
      look(connection);
      report.attend();
    }
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

  /** Waits for a notification or a timeout. A container's driver may not support notifications. */
  private static void await(Connection connection) throws SQLException {
    if (connection.isWrapperFor(PGConnection.class)) {
      connection.unwrap(PGConnection.class).getNotifications((int) LOOK_EVERY.toMillis());
    } else {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
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
      // Restored even after a failure: a container's pool may lend this connection again.
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
    String reason = Log.reason(e);
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
