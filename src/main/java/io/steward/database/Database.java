package io.steward.database;

import io.steward.database.connection.ConnectionPool;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.database.connection.SqlStates;
import io.steward.database.schema.Migrations;
import io.steward.database.schema.Schema;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.DatabaseSettings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.jpa.JpaHelper;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Runs transactions on PostgreSQL. While the database does not answer, they fail with a 503. */
public final class Database implements AutoCloseable {
  /** The cluster name of the bundled PostgreSQL server in a trial. */
  public static final String TRIAL = "steward-trial";

  /** The table that says which older programs may use the schema. */
  public static final Table COMPATIBILITY = Table.readOnly("compatibility");

  private static final String AFTER_COMMIT = "io.steward.after_commit";

  private final ConnectionPool pool;
  private final DataSource connections;
  private final Failures failures = new Failures();
  private final Schema schema = new Schema();
  private final AtomicReference<@Nullable EntityManagerFactory> prepared = new AtomicReference<>();
  private volatile @Nullable EntityManagerFactory factory;
  private volatile Runnable served = () -> {};

  /** Prepares the pool without opening a connection. */
  public Database(DatabaseSettings settings) {
    this.pool = new ConnectionPool(settings);
    this.connections = pool.open();
  }

  /**
   * Migrates the schema.
   *
   * @return how many migrations were applied
   * @throws DatabaseRefusal if the settings or the schema are unusable
   * @throws ProblemException 503 if a later attempt may succeed
   */
  public int migrate() {
    return attempt(
        () -> {
          demandAnswer();
          int applied = inSql(() -> new Migrations(pool.unpooled()).apply());
          inSql(this::tableFault)
              .ifPresent(
                  fault -> {
                    throw new DatabaseRefusal(fault, null);
                  });
          return applied;
        });
  }

  private Optional<String> tableFault() throws SQLException {
    try (Connection connection = connection()) {
      return schema.fault(connection);
    }
  }

  /**
   * Fails quickly if the server does not answer. Migrations have no time limit, so a migration
   * would keep waiting.
   */
  private void demandAnswer() {
    inSql(
        () -> {
          try (Connection connection = pool.impatient().getConnection()) {
            return connection.isValid(1);
          }
        });
  }

  /** The number of pending migrations; does not apply them. */
  public int pendingMigrations() {
    return attempt(() -> new Migrations(pool.unpooled()).pending());
  }

  /** Why this program cannot migrate or use the schema; empty if it can. */
  public List<String> schemaFaults() {
    return attempt(
        () -> {
          Migrations migrations = new Migrations(pool.unpooled());
          List<String> faults = new ArrayList<>(inSql(migrations::faults));
          if (faults.isEmpty() && migrations.pending() == 0) {
            inSql(this::tableFault).ifPresent(faults::add);
          }
          return faults;
        });
  }

  /** Work that fails with an {@link SQLException}. */
  private interface SqlWork<T> {
    T get() throws SQLException;
  }

  private static <T> T inSql(SqlWork<T> work) {
    try {
      return work.get();
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /**
   * Runs an examination on a connection.
   *
   * @throws DatabaseRefusal if the examination finds the database unusable
   * @throws ProblemException 503 if a later attempt may succeed
   */
  public void examine(Examination examination) {
    attempt(
        () ->
            inSql(
                () -> {
                  try (Connection connection = connection()) {
                    examination.of(connection);
                    return true;
                  }
                }));
  }

  /** Examines a database and throws {@link DatabaseRefusal} if it is unusable. */
  public interface Examination {
    void of(Connection connection) throws SQLException;
  }

  /** Does the slow part of {@link #connect} that needs no database, so that it can run earlier. */
  public void prepare() {
    close(prepared.getAndSet(openFactory()));
  }

  /** Connects; the schema must be up to date, see {@link #migrate}. */
  public void connect() {
    attempt(
        () -> {
          // A failed attempt leaves its factory unusable, so every attempt needs its own factory.
          EntityManagerFactory ready = prepared.getAndSet(null);
          EntityManagerFactory opened = ready == null ? openFactory() : ready;
          failAtOnce(opened);
          opened.createEntityManager().close();
          factory = opened;
          return true;
        });
  }

  private static <T> T attempt(Supplier<T> work) {
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

  private EntityManagerFactory openFactory() {
    return new PersistenceProvider()
        .createEntityManagerFactory(
            "steward",
            Map.of(
                PersistenceUnitProperties.NON_JTA_DATASOURCE,
                connections,
                PersistenceUnitProperties.CLASSLOADER,
                Database.class.getClassLoader()));
  }

  /**
   * Turns off retries: by default, EclipseLink would retry three times, 5 s apart, after a lost
   * connection.
   */
  private static void failAtOnce(EntityManagerFactory factory) {
    DatabaseLogin login = JpaHelper.getServerSession(factory).getLogin();
    login.setQueryRetryAttemptCount(0);
    login.setConnectionHealthValidatedOnError(false);
  }

  /** Whether {@link #connect} has succeeded. */
  public boolean isConnected() {
    return factory != null;
  }

  /** Calls {@code served} whenever the database has committed a transaction. */
  public void whenServed(Runnable served) {
    this.served = served;
  }

  /**
   * Whether the database can serve every request now: it answers, has all tables and columns, and
   * passes the examination. The reason is logged if not.
   */
  public boolean isReady(Examination examination) {
    if (factory == null) {
      return false;
    }
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
   * A connection for long use. It is outside the pool, unless the server has no free connection but
   * the pool has.
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

  /**
   * Does the work in one transaction.
   *
   * @throws ProblemException 503 if the database does not answer
   */
  public <T> T inTransaction(Function<EntityManager, T> work) {
    return with(
        em -> {
          EntityTransaction transaction = em.getTransaction();
          transaction.begin();
          try {
            // Otherwise reads before the first change would happen outside the transaction.
            UnitOfWork unit = em.unwrap(UnitOfWork.class);
            unit.beginEarlyTransaction();
            AfterCommit after = new AfterCommit();
            unit.setProperty(AFTER_COMMIT, after);
            T result = work.apply(em);
            transaction.commit();
            served.run();
            after.works.forEach(Runnable::run);
            return result;
          } catch (RuntimeException | Error e) {
            rollBack(transaction, e);
            throw e;
          }
        });
  }

  /** A query in SQL with its parameters, which begin with {@code ?1}. */
  public static Query query(EntityManager em, String sql, Object... parameters) {
    Query query = em.createNativeQuery(sql);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    return query;
  }

  /** Runs the work after the commit. If the transaction is rolled back, the work never runs. */
  public static void afterCommit(EntityManager em, Runnable work) {
    if (em.unwrap(UnitOfWork.class).getProperty(AFTER_COMMIT) instanceof AfterCommit after) {
      after.works.add(work);
    }
  }

  /** The work to do after a commit. */
  private static final class AfterCommit {
    private final List<Runnable> works = new ArrayList<>();
  }

  /**
   * Rolls back. If the connection is lost, the rollback fails too; the original exception is more
   * helpful.
   */
  private static void rollBack(EntityTransaction transaction, Throwable reason) {
    try {
      if (transaction.isActive()) {
        transaction.rollback();
      }
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Reads without a transaction.
   *
   * @throws ProblemException 503 if the database does not answer
   */
  public <T> T read(Function<EntityManager, T> work) {
    return with(work);
  }

  /**
   * Runs one statement in its own transaction; returns the first row.
   *
   * @throws ProblemException 503 when the database does not answer
   */
  public <T> Optional<T> first(
      SingleStatement statement, SingleStatement.RowReader<T> reader, Object... parameters) {
    connected();
    try (Connection connection = connections.getConnection()) {
      Optional<T> first = statement.firstCommitted(connection, reader, parameters);
      served.run();
      return first;
    } catch (SQLException e) {
      throw failures.ofRequest(new PersistenceException(e));
    }
  }

  private EntityManagerFactory connected() {
    EntityManagerFactory opened = factory;
    if (opened == null) {
      throw new ProblemException(ProblemType.UNAVAILABLE);
    }
    return opened;
  }

  private <T> T with(Function<EntityManager, T> work) {
    try (EntityManager em = connected().createEntityManager()) {
      return work.apply(em);
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      // Not only PersistenceException, because EclipseLink also throws its own exceptions.
      throw failures.ofRequest(e);
    }
  }

  /** Whether a write failed because this unique index already contains the value. */
  public static boolean violates(Throwable failure, String index) {
    return SqlStates.violates(failure, index);
  }

  @Override
  public void close() {
    close(prepared.getAndSet(null));
    close(factory);
    factory = null;
    ConnectionPool.close(connections);
  }

  private static void close(@Nullable EntityManagerFactory opened) {
    if (opened != null) {
      opened.close();
    }
  }
}
