package io.steward.testing;

import io.steward.background.OutOfMemory;
import io.steward.settings.Settings;
import io.steward.settings.source.SettingSources;
import io.steward.standalone.tomcat.EmbeddedTomcat;
import io.steward.standalone.tomcat.WebRoot;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.Driver;

/** A complete Steward on a free port of this process, with its own database. */
public final class TestServer implements AutoCloseable {
  /** The signing secret of every test server. */
  public static final String SECRET = "Kj8-tests-only-Qw3rTz6uIoPa9sDfGhJkL0yXcVbN";

  private static final Set<String> RUNNING = ConcurrentHashMap.newKeySet();

  private final EmbeddedTomcat tomcat;

  private TestServer(EmbeddedTomcat tomcat) {
    this.tomcat = tomcat;
    RUNNING.add(url(""));
  }

  public static TestServer start(TestDatabase database) {
    return start(database, Map.of());
  }

  /** Starts a server with additional settings, whose keys have no {@code steward.} prefix. */
  public static TestServer start(TestDatabase database, Map<String, String> further) {
    return start(database, further, Clock.systemUTC());
  }

  /** Starts a server that connects to the database by this URL. */
  public static TestServer start(String databaseUrl, Map<String, String> further) {
    return start(settings(databaseUrl, further), Clock.systemUTC());
  }

  /**
   * Starts a server on a machine whose wall clock is {@code wall}, and waits until it has reached
   * the database.
   */
  public static TestServer start(TestDatabase database, Map<String, String> further, Clock wall) {
    database.migrateUnused();
    TestServer server = start(settings(database.url(), further), wall);
    Http http = new Http(server.url(""));
    Await.until(
        "the server has reached the database",
        Duration.ofMinutes(1),
        () -> !http.send("GET", "/health/ready", "").body().contains("database"));
    return server;
  }

  private static TestServer start(Settings settings, Clock wall) {
    // An earlier test of this process may have run out of memory on purpose.
    OutOfMemory.onFirst(() -> {});
    // An earlier command of this process has deregistered it.
    registerDriver();
    return new TestServer(EmbeddedTomcat.start(settings, WebRoot.ofThisProgram(), wall, () -> {}));
  }

  /** A WAR that stops deregisters the JDBC driver, but this process still needs the driver. */
  public static void registerDriver() {
    try {
      if (!Driver.isRegistered()) {
        Driver.register();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Settings, read as if from the system properties {@code steward.…}. */
  public static Settings settings(String url, Map<String, String> further) {
    Map<String, String> values = new HashMap<>();
    values.put("database.url", url);
    values.put("jwt.secret", SECRET);
    values.put("http.port", "0");
    // All test requests come from the same IP address.
    values.put("throttle", "off");
    values.put("home", Path.of("target", "test-home").toAbsolutePath().toString());
    values.putAll(further);
    values.values().removeIf(String::isEmpty);
    Map<String, String> properties = new HashMap<>();
    values.forEach((key, text) -> properties.put("steward." + key, text));
    return Settings.load(SettingSources.of(name -> null, properties, Map.of()));
  }

  public String url(String path) {
    return "http://127.0.0.1:" + tomcat.port() + path;
  }

  public int port() {
    return tomcat.port();
  }

  /** Whether a URL without a path is that of a running server of this process. */
  static boolean isAt(String url) {
    return RUNNING.contains(url);
  }

  @Override
  public void close() {
    RUNNING.remove(url(""));
    tomcat.close();
    registerDriver();
  }
}
