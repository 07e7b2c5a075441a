package io.steward.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** A separate PostgreSQL with fsync on. A test may stop, kill, freeze and restart it. */
public final class OwnPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final Path binaries;
  private final int port = Folders.freePort();
  private @Nullable ChildProcess server;

  /** Creates the data folder; does not start the server yet. */
  public OwnPostgres(Path folder) {
    this(folder, binaries());
  }

  private OwnPostgres(Path folder, Path binaries) {
    this.folder = folder;
    this.binaries = binaries;
    ChildProcess initdb =
        ChildProcess.start(
            folder,
            command("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", data()),
            Map.of());
    if (initdb.awaitExit(PATIENCE) != 0) {
      throw new AssertionError(initdb.log());
    }
  }

  /** The PostgreSQL of Debian's packages. Unlike the bundled one, it has {@code pg_dump}. */
  public static OwnPostgres installed(Path folder) {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return new OwnPostgres(
          folder, versions.max(Comparator.naturalOrder()).orElseThrow().resolve("bin"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The folder of its programs. */
  public Path binariesFolder() {
    return binaries;
  }

  /** The folder of the programs of the PostgreSQL that all other tests share. */
  private static Path binaries() {
    String data = TestDatabase.create().query("show data_directory").get(0);
    try {
      long pid = Long.parseLong(Files.readAllLines(Path.of(data, "postmaster.pid")).get(0));
      String command = ProcessHandle.of(pid).flatMap(p -> p.info().command()).orElseThrow();
      return Path.of(command).resolveSibling("");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * PostgreSQL refuses to run as root. A user namespace hides from PostgreSQL that its user is
   * root.
   */
  private List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  public int port() {
    return port;
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** Starts or restarts the server, and waits until it answers. */
  public void start() {
    server =
        ChildProcess.start(
            folder,
            command(
                "postgres",
                "-D",
                data(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on"),
            Map.of());
    Await.until("PostgreSQL answers", PATIENCE, this::answers);
  }

  /** Makes the server a read-only standby from its next start until it is promoted. */
  public void beStandby() {
    try {
      Files.createFile(Path.of(data(), "standby.signal"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** From the next start, that role must give its password; all others need none. */
  public void demandPasswordOf(String role) {
    try {
      Path rules = Path.of(data(), "pg_hba.conf");
      String text = Files.readString(rules);
      Files.writeString(rules, "host all " + role + " 127.0.0.1/32 scram-sha-256\n" + text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Adds lines to {@code postgresql.conf}, for the next start. */
  public void configure(String lines) {
    try {
      Path file = Path.of(data(), "postgresql.conf");
      Files.writeString(file, Files.readString(file) + lines + "\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Runs a statement. */
  public void execute(String sql) {
    try (Connection connection =
            Objects.requireNonNull(new Driver().connect(url(), new Properties()));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean answers() {
    try {
      return query("select 1").equals(List.of("1"));
    } catch (SQLException e) {
      return false;
    }
  }

  /** The first column of every row. */
  public List<String> query(String sql) throws SQLException {
    try (Connection connection =
            Objects.requireNonNull(new Driver().connect(url(), new Properties()));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private ChildProcess server() {
    ChildProcess running = server;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  /** Kills the server, as if the machine had lost power. */
  public void kill() {
    server().kill();
  }

  /** From now on the server neither answers nor closes connections. */
  public void freeze() {
    server().signalFamily("STOP");
  }

  public void thaw() {
    server().signalFamily("CONT");
  }

  /** Closes all connections and stops the server, as for an upgrade. */
  public void stop() {
    server().signal("INT");
    server().awaitExit(PATIENCE);
  }

  @Override
  public void close() {
    ChildProcess running = server;
    if (running != null && running.isAlive()) {
      running.kill();
    }
  }
}
