package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A PgBouncer in transaction mode in front of one database, on its own port. */
public final class PgBouncer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String database;
  private final int port = Folders.freePort();
  private final ChildProcess process;

  /** Starts PgBouncer, and waits until it listens. */
  public PgBouncer(Path folder, TestDatabase behind) {
    // The part after "jdbc:".
    URI address = URI.create(behind.url().substring(5));
    this.database = address.getPath().substring(1);
    process = ChildProcess.start(folder, command(configuration(folder, address)), Map.of());
    Await.until("PgBouncer listens", PATIENCE, () -> listens() || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError(process.log());
    }
  }

  private Path configuration(Path folder, URI behind) {
    String text =
        String.format(
            Locale.ROOT,
            """
        [databases]
        %s = host=127.0.0.1 port=%d user=steward
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = 5
        ignore_startup_parameters = extra_float_digits
        """,
            database,
            behind.getPort(),
            port);
    try {
      return Files.writeString(folder.resolve("pgbouncer.ini"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * PgBouncer refuses to run as root. With -u, it switches to another user after reading its file.
   */
  private static List<String> command(Path configuration) {
    List<String> command = new ArrayList<>(List.of(program()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(configuration.toString());
    return command;
  }

  /** Debian installs it in a folder that only root has on the PATH. */
  private static String program() {
    return List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("pgbouncer is not installed"));
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The URL that the operations guide requires for transaction mode. */
  public String url() {
    return String.format(
        Locale.ROOT,
        "jdbc:postgresql://127.0.0.1:%d/%s?user=steward&prepareThreshold=0",
        port,
        database);
  }

  /** From now on PgBouncer neither answers nor closes connections. */
  public void freeze() {
    process.signal("STOP");
  }

  public void thaw() {
    process.signal("CONT");
  }

  /** Its whole output. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.kill();
  }
}
