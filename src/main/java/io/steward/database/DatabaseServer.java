package io.steward.database;

import io.steward.database.connection.ConnectionPool;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.database.connection.SqlStates;
import io.steward.database.schema.Migrations;
import io.steward.database.schema.Schema;
import io.steward.problem.ProblemException;
import io.steward.settings.DatabaseSettings;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Opens, migrates and examines the PostgreSQL database that Steward uses. */
public final class DatabaseServer implements AutoCloseable {
  /** The cluster name of the bundled PostgreSQL server in a trial. */
  public static final String TRIAL = "steward-trial";

  /** The table that says which older programs may use the schema. */
  public static final Table COMPATIBILITY = Table.readOnly("compatibility");

  private final ConnectionPool pool;
  private final DataSource connections;
  private final Failures failures;
  private final Schema schema = new Schema();

  /** Prepares the pool without opening a connection. */
  DatabaseServer(
      DatabaseSettings settings, Function<ConnectionPool, DataSource> opening, Failures failures) {
    this.pool = new ConnectionPool(settings);
    this.connections = opening.apply(pool);
    this.failures = failures;
  }

  /** Connections for requests. */
  DataSource pooled() {
    return connections;
  }

  /**
   * Migrates the schema.
   *
   * @return how many migrations were applied
   * @throws DatabaseRefusal if the settings or the schema are unusable
   * @throws ProblemException 503 if a later attempt may succeed
   */
  public int migrate() {
    return migrate(connection -> {});
  }

  /**
   * Migrates the schema, and then examines the database.
   *
   * @return how many migrations were applied
   * @throws DatabaseRefusal if the settings, the schema or the database are unusable
   * @throws ProblemException 503 if a later attempt may succeed
   */
  public int migrate(Examination examination) {
    int applied = isMigrated() ? 0 : attempt(() -> Migrations.apply(pool.unpooled()));
    examine(
        connection -> {
          demandUsable(connection);
          examination.of(connection);
        });
    return applied;
  }

  private boolean isMigrated() {
    return onConnection(Migrations::areDone);
  }

  private void demandUsable(Connection connection) throws SQLException {
    Optional<String> fault = schema.fault(connection);
    if (fault.isPresent()) {
      throw new DatabaseRefusal(fault.get());
    }
  }

  /** The number of pending migrations; does not apply them. */
  public int pendingMigrations() {
    return onConnection(Migrations::pending);
  }

  /** What is missing in the schema, and what is wrong with it. */
  public Migrations.State schemaState() {
    return onConnection(
        connection -> {
          Migrations.State state = Migrations.state(connection);
          return state.faults().isEmpty() && state.pending() == 0
              ? new Migrations.State(0, schema.fault(connection).stream().toList())
              : state;
        });
  }

  /**
   * Runs an examination on a connection of the pool.
   *
   * @throws DatabaseRefusal if the examination finds the database unusable
   * @throws ProblemException 503 if a later attempt may succeed
   */
  public void examine(Examination examination) {
    onConnection(
        connection -> {
          examination.of(connection);
          return true;
        });
  }

  /** Reads with a connection. */
  private interface Reader<T> {
    T read(Connection connection) throws SQLException;
  }

  private <T> T onConnection(Reader<T> reader) {
    return attempt(
        () -> {
          try (Connection connection = connections.getConnection()) {
            return reader.read(connection);
          } catch (SQLException e) {
            throw new PersistenceException(e);
          }
        });
  }

  /** Examines a database and throws {@link DatabaseRefusal} if it is unusable. */
  public interface Examination {
    void of(Connection connection) throws SQLException;
  }

  static <T> T attempt(Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseRefusal e) {
      throw e;
    } catch (RuntimeException e) {
      throw Failures.ofAttempt(e);
    }
  }

  /**
   * Why the database does not answer, according to the driver. One line, starting with a colon; may
   * be empty.
   */
  public static String reason(ProblemException unavailable) {
    return SqlStates.reason(unavailable).map(reason -> ": " + reason).orElse("");
  }

  /**
   * Whether the database can serve every request now: it answers, has all tables and columns, and
   * passes the examination. If not, the reason is logged.
   */
  public boolean isReady(Examination examination) {
    try (Connection connection = connections.getConnection()) {
      if (!connection.isValid(1)) {
        return false;
      }
      schema.probe(connection);
      examination.of(connection);
      return true;
    } catch (SQLException e) {
      failures.log(new PersistenceException(e));
    } catch (DatabaseRefusal e) {
      failures.log(e);
    }
    return false;
  }

  /**
   * A connection for long use, outside the pool. If the server has no connection left, one of the
   * pool is used instead.
   *
   * @throws SQLException if the database does not answer
   */
  public Connection connection() throws SQLException {
    try {
      return pool.impatient().getConnection();
    } catch (SQLException e) {
      if (!SqlStates.isOutOfConnections(e)) {
        throw e;
      }
      return connections.getConnection();
    }
  }

  @Override
  public void close() {
    ConnectionPool.close(connections);
  }
}
