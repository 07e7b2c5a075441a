package io.steward.testing;

import io.steward.database.Database;
import io.steward.password.CheapHashes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.Driver;

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
                .start();
        execute(server.getJdbcUrl("postgres", "postgres"), "create role steward login");
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** An empty database. */
  public static TestDatabase create() {
    return create("");
  }

  /** An empty database with further options, such as {@code encoding 'LATIN1'}. */
  public static TestDatabase create(String options) {
    TestServer.registerDriver();
    TestDatabase created = new TestDatabase("steward_" + COUNT.incrementAndGet());
    new TestDatabase("postgres")
        .execute("create database " + created.name + " owner steward " + options);
    return created;
  }

  /** Applies all migrations as the database's owner. */
  public void migrate() {
    try (Database opened = new Database(TestServer.settings(url(), Map.of()).database())) {
      opened.server().migrate();
    }
    TestServer.registerDriver();
  }

  /** The URL for the database's owner, a role with no other rights on the server. */
  public String url() {
    return url("steward");
  }

  private String url(String role) {
    return Server.INSTANCE.getJdbcUrl(role, name);
  }

  /** A connection of the database's owner. */
  public Connection connect() throws SQLException {
    return connect(url());
  }

  /** A WAR that has stopped in this process has deregistered the driver. */
  private static Connection connect(String url) throws SQLException {
    return Objects.requireNonNull(new Driver().connect(url, new Properties()));
  }

  /** Runs a statement as a superuser. Nothing in it is escaped. */
  public void execute(String sql) {
    execute(url("postgres"), sql);
  }

  private static void execute(String url, String sql) {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of every row, read as a superuser. */
  public List<String> query(String sql) {
    try (Connection connection = connect(url("postgres"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
