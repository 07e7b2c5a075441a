package io.steward.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Background work of the package that owns a table. Every node runs it, so several nodes may run it
 * at the same time.
 */
public final class Chore {
  private final String name;
  private final Duration every;
  private final boolean onConnect;
  private final Work work;

  private Chore(String name, Duration every, boolean onConnect, Work work) {
    this.name = name;
    this.every = every;
    this.onConnect = onConnect;
    this.work = work;
  }

  /** The work itself, on a connection with autocommit. */
  @FunctionalInterface
  public interface Work {
    /** Returns whether more is left, which makes the chore due again at once. */
    boolean on(Connection connection) throws SQLException;
  }

  /** A chore that runs at this interval. */
  public static Chore every(Duration interval, String name, Work work) {
    return new Chore(name, interval, false, work);
  }

  /** A chore that runs at this interval and on each new connection. */
  public static Chore onConnectAndEvery(Duration interval, String name, Work work) {
    return new Chore(name, interval, true, work);
  }

  /** What it does, for the log. */
  public String name() {
    return name;
  }

  public Duration every() {
    return every;
  }

  /** Whether it also runs on each new connection. */
  public boolean isOnConnect() {
    return onConnect;
  }

  /** Runs it and returns whether it is due again at once. */
  public boolean run(Connection connection) throws SQLException {
    return work.on(connection);
  }
}
