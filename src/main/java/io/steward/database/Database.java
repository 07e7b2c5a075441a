package io.steward.database;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.DatabaseSettings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceException;
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

/** Transactions on PostgreSQL; a 503 while the database does not answer. */
public final class Database implements AutoCloseable {
  /** The cluster name of a trial's bundled server. */
  public static final String TRIAL = "steward-trial";

  private static final String AFTER_COMMIT = "io.steward.after_commit";

  private final DatabaseSettings settings;
  private final DataSource connections;
  private final AtomicReference<@Nullable EntityManagerFactory> prepared = new AtomicReference<>();
  private volatile @Nullable EntityManagerFactory factory;

  /** Opens no connection yet. */
  public Database(DatabaseSettings settings) {
    this.settings = settings;
    this.connections = ConnectionPool.open(settings);
  }

  /**
   * Migrates the schema.
   *
   * @return how many migrations were applied
   * @throws DatabaseRefusal if the settings or the schema cannot work
   * @throws ProblemException 503 if it may work later
   */
  public int migrate() {
    return attempt(
        () -> {
          demandAnswer();
          return new Migrations(settings).apply();
        });
  }

  /** A migration may take long, so a server that does not answer must be detected before. */
  private void demandAnswer() {
    try (Connection connection = ConnectionPool.impatient(settings).getConnection()) {
      connection.isValid(1);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /** The number of missing migrations; changes nothing. */
  public int pendingMigrations() {
    return attempt(() -> new Migrations(settings).pending());
  }

  /**
   * Runs an examination on a connection.
   *
   * @throws DatabaseRefusal if the examination finds the database unusable
   * @throws ProblemException 503 if it may work later
   */
  public void examine(Examination examination) {
    attempt(
        () -> {
          try (Connection connection = connection()) {
            examination.of(connection);
            return true;
          } catch (SQLException e) {
            throw new PersistenceException(e);
          }
        });
  }

  /** Examines a database and throws {@link DatabaseRefusal} if it is unusable. */
  public interface Examination {
    void of(Connection connection) throws SQLException;
  }

  /** Does the part of {@link #connect} that needs no database. */
  public void prepare() {
    close(prepared.getAndSet(openFactory()));
  }

  /** Connects; the schema must be up to date, see {@link #migrate}. */
  public void connect() {
    attempt(
        () -> {
          // A factory that has failed once stays unusable.
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
      throw refusal(e);
    }
  }

  private static RuntimeException refusal(RuntimeException e) {
    if (SqlStates.isWrongSetting(e)) {
      return new DatabaseRefusal(
          "the database rejects the connection: check STEWARD_DATABASE_URL, STEWARD_DATABASE_USERNAME and"
              + " STEWARD_DATABASE_PASSWORD",
          e);
    }
    return SqlStates.reason(e).isPresent() ? new ProblemException(ProblemType.UNAVAILABLE, e) : e;
  }

  /** The driver's reason why the database does not answer, in one line; may be empty. */
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

  /** By default, EclipseLink would retry a lost connection three times, every 5 s. */
  private static void failAtOnce(EntityManagerFactory factory) {
    DatabaseLogin login = JpaHelper.getServerSession(factory).getLogin();
    login.setQueryRetryAttemptCount(0);
    login.setConnectionHealthValidatedOnError(false);
  }

  /** Whether {@link #connect} has succeeded. */
  public boolean isConnected() {
    return factory != null;
  }

  /** Whether the database answers now. */
  public boolean isReady() {
    if (factory == null) {
      return false;
    }
    try (Connection connection = connections.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * A connection outside the pool, for long use.
   *
   * @throws SQLException if the database does not answer
   */
  public Connection connection() throws SQLException {
    return ConnectionPool.impatient(settings).getConnection();
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
            AfterCommit after = new AfterCommit(new ArrayList<>());
            unit.setProperty(AFTER_COMMIT, after);
            T result = work.apply(em);
            transaction.commit();
            after.works().forEach(Runnable::run);
            return result;
          } catch (RuntimeException | Error e) {
            rollBack(transaction, e);
            throw e;
          }
        });
  }

  /** Does the work only after the transaction has been committed. */
  public static void afterCommit(EntityManager em, Runnable work) {
    if (em.unwrap(UnitOfWork.class).getProperty(AFTER_COMMIT) instanceof AfterCommit after) {
      after.works().add(work);
    }
  }

  /** The work to do after a commit. */
  private record AfterCommit(List<Runnable> works) {}

  /** If the connection is lost, the rollback fails too, with a less helpful reason. */
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
   * Runs one statement, which commits by itself; returns its first row.
   *
   * @throws ProblemException 503 when the database does not answer
   */
  public <T> Optional<T> first(
      SingleStatement statement, SingleStatement.RowReader<T> reader, Object... parameters) {
    connected();
    try (Connection connection = connections.getConnection()) {
      return statement.firstCommitted(connection, reader, parameters);
    } catch (SQLException e) {
      PersistenceException failure = new PersistenceException(e);
      throw SqlStates.isPassing(failure)
          ? new ProblemException(ProblemType.UNAVAILABLE, failure)
          : failure;
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
      // EclipseLink also throws exceptions that are not those of the standard.
      throw SqlStates.isPassing(e) ? new ProblemException(ProblemType.UNAVAILABLE, e) : e;
    }
  }

  /** Whether a write failed because the value already exists. */
  public static boolean isUniqueViolation(Throwable failure) {
    return SqlStates.isUniqueViolation(failure);
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
