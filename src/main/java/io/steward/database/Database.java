package io.steward.database;

import io.steward.database.connection.ConnectionPool;
import io.steward.database.connection.SqlStates;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.jpa.JpaHelper;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Runs transactions on PostgreSQL. While the database does not answer, they fail with a 503. */
public final class Database implements AutoCloseable {
  private static final String AFTER_COMMIT = "io.steward.after_commit";

  private final DatabaseServer server;
  private final Failures failures = new Failures();
  private final AtomicReference<@Nullable EntityManagerFactory> prepared = new AtomicReference<>();
  private final CountDownLatch connected = new CountDownLatch(1);
  private volatile @Nullable EntityManagerFactory factory;
  private volatile Runnable served = () -> {};

  /** Prepares the pool without opening a connection. */
  public Database(DatabaseSettings settings) {
    this(settings, ConnectionPool::open);
  }

  private Database(DatabaseSettings settings, Function<ConnectionPool, DataSource> opening) {
    this.server = new DatabaseServer(settings, opening, failures);
  }

  /**
   * Prepares one connection without opening it. This is enough for a command, which does one thing
   * after another; a pool would often open a second connection.
   */
  public static Database ofOneConnection(DatabaseSettings settings) {
    return new Database(settings, ConnectionPool::openOne);
  }

  /** The server that runs the transactions. */
  public DatabaseServer server() {
    return server;
  }

  /** Does the slow part of {@link #connect} that needs no database, so that it can run earlier. */
  public void prepare() {
    close(prepared.getAndSet(openFactory()));
  }

  /** Connects; the schema must be up to date, see {@link DatabaseServer#migrate}. */
  public void connect() {
    DatabaseServer.attempt(
        () -> {
          // A failed attempt leaves its factory unusable, so every attempt needs its own factory.
          EntityManagerFactory ready = prepared.getAndSet(null);
          EntityManagerFactory opened = ready == null ? openFactory() : ready;
          failAtOnce(opened);
          opened.createEntityManager().close();
          factory = opened;
          connected.countDown();
          return true;
        });
  }

  private EntityManagerFactory openFactory() {
    return new PersistenceProvider()
        .createEntityManagerFactory(
            "steward",
            Map.of(
                PersistenceUnitProperties.NON_JTA_DATASOURCE,
                server.pooled(),
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

  /** Waits for {@link #connect}; returns whether it has succeeded. */
  public boolean awaitConnection(Duration patience) throws InterruptedException {
    return connected.await(patience.toNanos(), TimeUnit.NANOSECONDS);
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

  /** Ids as the text of an array in SQL. */
  public static String array(Collection<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
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
    try (Connection connection = server.pooled().getConnection()) {
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
    server.close();
  }

  private static void close(@Nullable EntityManagerFactory opened) {
    if (opened != null) {
      opened.close();
    }
  }
}
