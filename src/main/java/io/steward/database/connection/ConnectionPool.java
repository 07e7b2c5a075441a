package io.steward.database.connection;

import com.zaxxer.hikari.HikariDataSource;
import io.steward.log.Log;
import io.steward.settings.DatabaseSettings;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to PostgreSQL. They come from the application server's data source if a JNDI name is
 * set, otherwise from Steward's own pool.
 */
public final class ConnectionPool {
  // HikariCP's warnings print stack traces for each lost connection; Steward logs one line itself.
  private static final Logger HIKARI = Logger.getLogger("com.zaxxer.hikari");
  private static final Log LOG = Log.of("io.steward.database");
  // Steward promises a 503 within 5 s. So the wait for a connection, plus one statement, must take
  // less than 5 s.
  private static final int BORROW_MILLIS = 1_500;
  private static final int CONNECT_SECONDS = 2;
  private static final int STATEMENT_SECONDS = 3;

  private final DatabaseSettings settings;
  // Shared by all connections, because it remembers the last password that was read.
  private final Optional<CurrentPassword> password;

  /** Prepares without opening a connection. */
  public ConnectionPool(DatabaseSettings settings) {
    this.settings = settings;
    this.password =
        settings
            .passwordFile()
            .map(file -> new CurrentPassword(file, settings.password().reveal()));
  }

  /** Connections for requests; {@link #close} closes them. */
  public DataSource open() {
    return settings.jndi().isPresent() ? lent(false) : pool();
  }

  /**
   * One connection, which {@link #close} closes. The first use fails after one attempt if the
   * server does not answer.
   */
  public DataSource openOne() {
    if (settings.jndi().isPresent()) {
      return lent(false);
    }
    HikariDataSource one = pool();
    one.setMaximumPoolSize(1);
    // Otherwise the pool would close the connection of the first attempt.
    one.setMinimumIdle(1);
    one.setInitializationFailTimeout(1);
    return one;
  }

  /** New connections outside the pool, with the same time limits as in the pool. */
  public DataSource impatient() {
    return settings.jndi().isPresent() ? lent(false) : driver(STATEMENT_SECONDS);
  }

  /** Connections for migrations, without a time limit on statements. */
  public DataSource unpooled() {
    return settings.jndi().isPresent() ? lent(true) : driver(0);
  }

  private DataSource lent(boolean isPatient) {
    DataSource source = jndi(settings.jndi().orElseThrow());
    SessionLimits limits =
        isPatient ? SessionLimits.none() : SessionLimits.ofRequests(STATEMENT_SECONDS, "");
    return new SessionSource(source, source::getConnection, limits);
  }

  private static DataSource jndi(String name) {
    try {
      return (DataSource) new InitialContext().lookup(name);
    } catch (NamingException | ClassCastException e) {
      throw new DatabaseRefusal(
          "STEWARD_DATABASE_JNDI: the server has no data source of that name", e);
    }
  }

  private HikariDataSource pool() {
    settings
        .passwordFile()
        .flatMap(file -> file.file().exposure("password"))
        .ifPresent(LOG::warning);
    if (HIKARI.getLevel() == null) {
      HIKARI.setLevel(Level.SEVERE);
    }
    // Created without a configuration, the pool opens no connection before the first one is
    // borrowed. Otherwise it would pause longer and longer while the server starts.
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("steward");
    pool.setDataSource(driver(STATEMENT_SECONDS));
    pool.setMaximumPoolSize(settings.poolSize());
    // The pool opens only what requests need, so that other nodes, commands and the revocation
    // feed find free connections. Unused connections are closed after ten minutes.
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(BORROW_MILLIS);
    pool.setValidationTimeout(BORROW_MILLIS - 500);
    pool.setInitializationFailTimeout(-1);
    pool.setThreadFactory(new PoolThreads());
    return pool;
  }

  private DataSource driver(int statementSeconds) {
    PGSimpleDataSource driver = new PGSimpleDataSource();
    setUrl(driver, settings.url().orElseThrow(), statementSeconds);
    settings.username().ifPresent(driver::setUser);
    if (!settings.password().reveal().isEmpty()) {
      driver.setPassword(settings.password().reveal());
    }
    return new SessionSource(driver, opener(driver), limits(driver, statementSeconds));
  }

  private SessionSource.Opener opener(PGSimpleDataSource driver) {
    return password
        .<SessionSource.Opener>map(
            current -> () -> driver.getConnection(driver.getUser(), current.text()))
        .orElse(driver::getConnection);
  }

  private static SessionLimits limits(PGSimpleDataSource driver, int statementSeconds) {
    return statementSeconds == 0
        ? SessionLimits.none()
        : SessionLimits.ofRequests(
            driver.getSocketTimeout(), Objects.requireNonNullElse(driver.getOptions(), ""));
  }

  private static void setUrl(PGSimpleDataSource driver, String url, int statementSeconds) {
    Properties named = Driver.parseURL(url, null);
    if (named == null) {
      // The driver's exception contains the URL, which may contain a password.
      throw new DatabaseRefusal("STEWARD_DATABASE_URL cannot be read by the driver");
    }
    driver.setUrl(url);
    // A value in the URL takes precedence over these defaults.
    defaults(statementSeconds)
        .forEach(
            (property, value) -> {
              if (!property.isPresent(named)) {
                driver.setProperty(property, value);
              }
            });
  }

  private static Map<PGProperty, String> defaults(int statementSeconds) {
    return Map.of(
        PGProperty.APPLICATION_NAME,
        "steward",
        PGProperty.CONNECT_TIMEOUT,
        String.valueOf(CONNECT_SECONDS),
        PGProperty.SOCKET_TIMEOUT,
        String.valueOf(statementSeconds),
        PGProperty.SSL_RESPONSE_TIMEOUT,
        String.valueOf(1_000 * CONNECT_SECONDS),
        PGProperty.TCP_KEEP_ALIVE,
        "true",
        // The detail of an error quotes the row, which can contain a password hash.
        PGProperty.LOG_SERVER_ERROR_DETAIL,
        "false",
        // A standby server answers too, but its data is late and it accepts no writes.
        PGProperty.TARGET_SERVER_TYPE,
        "primary");
  }

  /**
   * Closes everything that {@link #open} opened. Also deregisters the driver if the data source is
   * the container's, because a container without a driver uses the WAR's.
   */
  public static void close(DataSource connections) {
    if (connections instanceof HikariDataSource pool) {
      pool.close();
      if (pool.getThreadFactory() instanceof PoolThreads threads) {
        threads.close();
      }
    }
    deregisterDriver();
  }

  /**
   * If the driver stayed registered, the class loader of an undeployed WAR would stay in memory.
   */
  private static void deregisterDriver() {
    ClassLoader loader = Driver.class.getClassLoader();
    if (loader != ConnectionPool.class.getClassLoader()
        || loader == ClassLoader.getSystemClassLoader()
        || !Driver.isRegistered()) {
      return;
    }
    try {
      Driver.deregister();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
