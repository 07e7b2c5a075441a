package io.steward.node;

import io.steward.background.Loop;
import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.log.Complaint;
import io.steward.log.Log;
import io.steward.session.Sessions;
import io.steward.token.BulkRevocation;
import io.steward.token.Revocations;
import io.steward.token.Revocations.Revocation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Reads the revocations that all nodes record. Queries run periodically. A notification only starts
 * the next query early, so a lost notification does no harm. Each query returns the rows that the
 * previous query's snapshot could not see, in whatever order they were committed. The first query
 * on a new connection or on a different server returns all rows.
 */
public final class RevocationFeed implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.node");
  // Together with the time to connect, these three add up to well under one second.
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration LOOK_WITHIN = Duration.ofMillis(400);
  private static final Duration RECONNECT_AFTER = Duration.ofMillis(100);
  private static final int MOST_PATIENT = 20;
  private static final Duration FORGET_EVERY = Duration.ofSeconds(10);
  private static final String CLOCK =
      "select cast(floor(1000 * extract(epoch from clock_timestamp())) as bigint)";
  // One statement reads position and rows, because they must come from the same snapshot.
  private static final String LOOK =
      """
      select cast(pg_current_snapshot() as text),
        cast(cast(1000000 * extract(epoch from pg_postmaster_start_time()) as bigint) as text),
        r.session_id, cast(extract(epoch from r.expires_at) as bigint),
        r.user_deleted,
        cast(1000 * extract(epoch from clock_timestamp() - r.recorded_at) as bigint),
        r.user_id, r.token_version, r.issued_before
      from (select cast(cast(? as text) as pg_snapshot) as before) last
      left join (
        select session_id, expires_at, user_deleted, recorded_at, recorded_in,
          cast(null as bigint) as user_id, 0 as token_version, cast(0 as bigint) as issued_before
        from revocations
        union all
        select except_session, expires_at, user_deleted, recorded_at, recorded_in,
          coalesce(user_id, 0), token_version,
          case when user_id is null then cast(ceil(extract(epoch from issued_before)) as bigint)
            else 0 end
        from bulk_revocations) r on r.expires_at > now()
        and (last.before is null
          or r.recorded_in >= pg_snapshot_xmin(last.before)
            and not pg_visible_in_snapshot(r.recorded_in, last.before))
      """;

  private final Database database;
  private final Revocations revocations;
  private final Upkeep upkeep;
  private final NodeClock clock;
  private final CountDownLatch first = new CountDownLatch(1);
  private final Loop loop =
      new Loop("steward-revocations", this::attempt, this::complain, this::pause);
  private int failures;
  private long forgotAt = System.nanoTime();
  private final Complaint complaint = new Complaint();

  public RevocationFeed(
      Database database, Revocations revocations, Upkeep upkeep, ReferenceClock clock) {
    this.database = database;
    this.revocations = revocations;
    this.upkeep = upkeep;
    this.clock = new NodeClock(clock);
  }

  /** The snapshot of the last query, and the start time of the server that took it. */
  private record Position(String snapshot, String server) {}

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

  private void attempt() throws SQLException {
    if (database.isConnected()) {
      follow();
    }
  }

  private Duration pause() {
    return RECONNECT_AFTER.multipliedBy(Math.max(1, failures));
  }

  /** Returns when the feed is closed; throws when the connection is lost. */
  private void follow() throws SQLException {
    try (Connection connection = database.connection()) {
      connection.setAutoCommit(true);
      execute(connection, "listen " + Sessions.CHANNEL);
      readClock(connection);
      try {
        follow(connection);
      } finally {
        unlisten(connection);
      }
    }
  }

  /**
   * Called before the connection returns to a container's pool, where unread notifications would
   * accumulate.
   */
  private static void unlisten(Connection connection) {
    try {
      execute(connection, "unlisten *");
    } catch (SQLException e) {
      LOG.debug("lost the connection of the revocation feed", e);
    }
  }

  private void follow(Connection connection) throws SQLException {
    int patience = connection.getNetworkTimeout();
    // Write first: a write fails on a standby or a replaced primary, where rows may be outdated.
    upkeep.begin(connection);
    Position position = look(connection, null);
    failures = 0;
    complaint.end();
    LOG.info("following revocations, " + revocations.size() + " in memory");
    first.countDown();
    while (!loop.isClosed()) {
      await(connection);
      // If a query hangs, a new connection is faster than waiting.
      connection.setNetworkTimeout(Runnable::run, (int) LOOK_WITHIN.toMillis());
      position = look(connection, position);
      connection.setNetworkTimeout(Runnable::run, patience);
      upkeep.attend(connection);
    }
    upkeep.end(connection);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
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

  private Position look(Connection connection, @Nullable Position last) throws SQLException {
    long asOf = System.nanoTime();
    readClock(connection);
    Position now = read(connection, last == null ? null : last.snapshot());
    if (last != null && !last.server().equals(now.server())) {
      // The new server cannot interpret the old server's snapshot.
      now = read(connection, null);
    }
    revocations.complete(asOf);
    revocations.reached(FeedPosition.of(now.snapshot(), now.server()).text());
    forget();
    return now;
  }

  private void readClock(Connection connection) throws SQLException {
    long asked = System.nanoTime();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CLOCK)) {
      row.next();
      clock.set(row.getLong(1), asked, System.nanoTime());
    }
  }

  private void forget() {
    if (System.nanoTime() - forgotAt > FORGET_EVERY.toNanos()) {
      forgotAt = System.nanoTime();
      revocations.forget(clock.earliestSeconds());
    }
  }

  private Position read(Connection connection, @Nullable String snapshot) throws SQLException {
    List<Revocation> found = new ArrayList<>();
    List<BulkRevocation> bulk = new ArrayList<>();
    Position position = null;
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      statement.setString(1, snapshot);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          position = new Position(rows.getString(1), rows.getString(2));
          if (rows.getString(3) != null) {
            long userId = rows.getLong(7);
            if (rows.wasNull()) {
              found.add(new Revocation(rows.getString(3), rows.getLong(4), rows.getBoolean(5)));
            } else {
              bulk.add(bulkRevocation(rows, userId));
            }
            upkeep.lag(snapshot == null ? 0 : rows.getLong(6));
          }
        }
      }
    }
    revocations.add(found);
    revocations.addBulk(bulk);
    return Objects.requireNonNull(position);
  }

  private static BulkRevocation bulkRevocation(ResultSet row, long userId) throws SQLException {
    return new BulkRevocation(
        userId,
        row.getLong(8),
        row.getString(3),
        row.getLong(9),
        row.getLong(4),
        row.getBoolean(5));
  }

  /** Logs each new reason once. */
  private void complain(Throwable e) {
    failures = Math.min(failures + 1, MOST_PATIENT);
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
