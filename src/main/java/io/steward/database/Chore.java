package io.steward.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Recurring background work on a table, defined by the package that owns the table. Every node runs
 * every chore, so the same chore may run on several nodes at once.
 */
public final class Chore {
  private final String name;
  private final Duration every;
  private final boolean onConnect;
  private final Work work;
  private final Work atEnd;

  private Chore(String name, Duration every, boolean onConnect, Work work, Work atEnd) {
    this.name = name;
    this.every = every;
    this.onConnect = onConnect;
    this.work = work;
    this.atEnd = atEnd;
  }

  /** The work of a chore. The connection has autocommit on. */
  @FunctionalInterface
  public interface Work {
    /** Does the work; returns true if work is left, so that the chore runs again at once. */
    boolean on(Connection connection) throws SQLException;
  }

  /** A chore that runs once per interval. */
  public static Chore every(Duration interval, String name, Work work) {
    return new Chore(name, interval, false, work, connection -> false);
  }

  /** A chore that runs once per interval, and also on each new connection. */
  public static Chore onConnectAndEvery(Duration interval, String name, Work work) {
    return new Chore(name, interval, true, work, connection -> false);
  }

  /** The same chore, which also does some last work when the node stops. */
  public Chore andAtEnd(Work last) {
    return new Chore(name, every, onConnect, work, last);
  }

  /** What the chore does, as a phrase for the log. */
  public String name() {
    return name;
  }

  public Duration every() {
    return every;
  }

  /** Whether the chore also runs on each new connection. */
  public boolean isOnConnect() {
    return onConnect;
  }

  /** Runs the chore; returns true if it should run again at once. */
  public boolean run(Connection connection) throws SQLException {
    return work.on(connection);
  }

  /** Does the last work before the node stops. */
  public void finish(Connection connection) throws SQLException {
    atEnd.on(connection);
  }
}
