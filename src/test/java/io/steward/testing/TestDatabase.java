package io.steward.testing;

import io.steward.database.Database;
import io.steward.password.CheapHashes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One database on the PostgreSQL server that all tests of a run share. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  static {
    CheapHashes.on();
  }

  /** The shared server: started at first use, stopped when the process ends. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "200")
                .setServerConfig("listen_addresses", "127.0.0.1")
                // It would start a process for each of the many databases again and again.
                .setServerConfig("autovacuum", "off")
                .setServerConfig("wal_level", "minimal")
                .setServerConfig("max_wal_senders", "0")
                // Tests of plans read the log through the database.
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_rotation_size", "0")
                .start();
        KeptSession.use(
            server.getJdbcUrl("postgres", "postgres"),
            statement -> statement.execute("create role steward login"));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final String name;
  private final String options;
  private boolean exists;

  private TestDatabase(String name, String options, boolean exists) {
    this.name = name;
    this.options = options;
    this.exists = exists;
  }

  /** An empty database. */
  public static TestDatabase create() {
    return create("");
  }

  /** An empty database with further options, such as {@code encoding 'LATIN1'}. */
  public static TestDatabase create(String options) {
    TestServer.registerDriver();
    return new TestDatabase("steward_" + COUNT.incrementAndGet(), options, false);
  }

  private static TestDatabase existing(String name) {
    return new TestDatabase(name, "", true);
  }

  /** Creates the database at its first use. */
  private synchronized void exist(String furtherOptions) {
    if (!exists) {
      existing("postgres")
          .execute("create database " + name + " owner steward " + options + furtherOptions);
      exists = true;
    }
  }

  /** From now on, the database ends every connection, and accepts none. */
  public void close() {
    TestDatabase server = existing("postgres");
    server.execute("alter database " + name + " allow_connections false");
    server.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
  }

  /** Applies all migrations as the database's owner. */
  public void migrate() {
    if (!migrateUnused()) {
      applyMigrations();
    }
  }

  /**
   * Copies a migrated database if this one was not used yet, which is faster than migrations.
   *
   * @return whether this database was not used yet
   */
  synchronized boolean migrateUnused() {
    boolean copies = !exists && options.isEmpty();
    if (copies) {
      // Without fsync, copying files takes half as long as logging their pages.
      exist(" strategy file_copy template " + Template.NAME);
    }
    return copies;
  }

  private void applyMigrations() {
    try (Database opened = new Database(TestServer.settings(url(), Map.of()).database())) {
      opened.server().migrate();
    }
    TestServer.registerDriver();
  }

  /** A migrated database that others are copied from; nothing stays connected to it. */
  private static final class Template {
    static final String NAME = migrated();

    private static String migrated() {
      TestDatabase template = create();
      template.applyMigrations();
      return template.name;
    }
  }

  /** The URL for the database's owner, a role with no other rights on the server. */
  public String url() {
    return url("steward");
  }

  private String url(String role) {
    exist("");
    return Server.INSTANCE.getJdbcUrl(role, name);
  }

  /** A connection of the database's owner. */
  public Connection connect() throws SQLException {
    return KeptSession.open(url());
  }

  /** Runs a statement as a superuser. Nothing in it is escaped. */
  public void execute(String sql) {
    KeptSession.use(
        url("postgres"),
        statement -> {
          statement.execute(sql);
          return true;
        });
  }

  /** The first column of every row, read as a superuser. */
  public List<String> query(String sql) {
    return KeptSession.use(
        url("postgres"),
        statement -> {
          List<String> values = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              values.add(rows.getString(1));
            }
          }
          return values;
        });
  }
}
