package io.steward.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A transaction that has locked the row of a user, as a change of the user does. */
public final class LockedUser implements AutoCloseable {
  private final TestDatabase database;
  private final Connection connection;

  private LockedUser(TestDatabase database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /** Locks the row of the user with this address. */
  public static LockedUser of(TestDatabase database, String email) throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    LockedUser user = new LockedUser(database, connection);
    user.execute("select id from users where email = '" + email + "' for update");
    return user;
  }

  /** Starts what must wait for this lock. */
  public <T> CompletableFuture<T> blocks(Supplier<T> work) {
    CompletableFuture<T> started = CompletableFuture.supplyAsync(work);
    Await.until(
        "something waits for the lock",
        Duration.ofSeconds(20),
        () ->
            !database
                .query(
                    "select pid from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and datname = current_database()")
                .isEmpty());
    return started;
  }

  /** Executes a statement in the transaction. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Commits. */
  public void release() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
