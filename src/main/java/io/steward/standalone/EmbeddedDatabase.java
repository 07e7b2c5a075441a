package io.steward.standalone;

import io.steward.background.attempts.Meanwhile;
import io.steward.database.DatabaseServer;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.log.Log;
import io.steward.settings.source.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The PostgreSQL inside the standalone file, for trials. Its data is durable and stored in the home
 * folder. It is reachable only from this machine, and only with the password in the home folder.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.standalone");
  public static final String USERNAME = "postgres";

  /** A data folder works only with the major version of PostgreSQL that created it. */
  private static final String DATA = "postgres-17";

  /** Marks a data folder that is not completely created; such a folder contains no user data. */
  private static final String UNFINISHED = "postgres-17.unfinished";

  private static final Map<String, String> CONFIGURATION =
      Map.of(
          "cluster_name", DatabaseServer.TRIAL,
          "fsync", "on",
          "synchronous_commit", "on",
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          "max_connections", "50");

  private final HomeLock lock;
  private final int port;
  private final Secret password;
  private final Meanwhile<EmbeddedPostgres> server;
  private volatile boolean closed;

  private EmbeddedDatabase(Path home, HomeLock lock, DatabaseAccess access) throws IOException {
    this.lock = lock;
    port = freePort();
    password = access.password();
    server = new Meanwhile<>("steward-trial", () -> serve(home, access));
  }

  /** Whether this build contains PostgreSQL, as the standalone file and a checkout do. */
  public static boolean isIncluded() {
    return EmbeddedDatabase.class.getResource(
            "/io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class")
        != null;
  }

  public static boolean isNew(Path home) {
    return !Files.exists(home.resolve(DATA)) || Files.exists(home.resolve(UNFINISHED));
  }

  /** The URL of the database that another process runs in this home folder. */
  public static Optional<String> running(Path home) {
    try {
      return Postmaster.of(home.resolve(DATA)).map(found -> url(found.port()));
    } catch (IOException e) {
      throw failed(home, e);
    }
  }

  /**
   * Begins to start PostgreSQL in another thread. First stops a server that a killed process left
   * running.
   *
   * @throws DatabaseRefusal in one line with the remedy, if this folder cannot be used
   */
  public static EmbeddedDatabase begin(Path home) {
    try {
      HomeFolder.create(home);
      HomeLock lock = HomeLock.take(home).orElseThrow(() -> inUse(home));
      try {
        return new EmbeddedDatabase(home, lock, cleared(home));
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed(home, e);
    }
  }

  /** Starts PostgreSQL, and waits until it answers. */
  public static EmbeddedDatabase start(Path home) {
    EmbeddedDatabase database = begin(home);
    try {
      database.await();
      return database;
    } catch (DatabaseRefusal e) {
      database.close();
      throw e;
    }
  }

  /**
   * Waits until PostgreSQL answers.
   *
   * @throws DatabaseRefusal if it did not start
   */
  public void await() {
    server.await();
  }

  /** Removes what would prevent a start: a server that was left running, and incomplete folders. */
  private static DatabaseAccess cleared(Path home) throws IOException {
    Path data = home.resolve(DATA);
    Optional<Postmaster> left = Postmaster.of(data);
    if (left.isPresent()) {
      left.get().stop();
    }
    removeUnfinished(home);
    if (!Files.exists(data)) {
      Files.createFile(home.resolve(UNFINISHED));
    }
    return DatabaseAccess.of(home, data);
  }

  private EmbeddedPostgres serve(Path home, DatabaseAccess access) {
    try {
      refuseRootWithoutNamespaces();
      return started(home, access);
    } catch (DatabaseRefusal e) {
      throw e;
    } catch (RuntimeException | IOException e) {
      throw failed(home, e);
    }
  }

  private EmbeddedPostgres started(Path home, DatabaseAccess access) throws IOException {
    Path data = home.resolve(DATA);
    try {
      EmbeddedPostgres started = builder(home, access).setPort(port).start();
      if (access.isOpen()) {
        access.close(started.getPostgresDatabase());
      }
      Files.deleteIfExists(home.resolve(UNFINISHED));
      Postmaster.of(data).ifPresent(this::reportEnd);
      return started;
    } catch (IllegalStateException | IOException e) {
      stopHalfStarted(data);
      // On a full disk, the library unpacks incomplete programs and then takes them for complete.
      delete(binaries(home));
      throw e;
    }
  }

  private void reportEnd(Postmaster postmaster) {
    CompletableFuture<Void> unused =
        postmaster
            .process()
            .onExit()
            .thenRun(
                () -> {
                  if (!closed) {
                    LOG.error("the embedded PostgreSQL has ended: stop Steward and start it again");
                  }
                });
  }

  private static EmbeddedPostgres.Builder builder(Path home, DatabaseAccess access)
      throws IOException {
    Path binaries = binaries(home);
    // The library also deletes files here; its default folder is shared by all users.
    System.setProperty("ot.epg.working-dir", binaries.toString());
    Redirect log = Redirect.appendTo(home.resolve("postgres.log").toFile());
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setPgBinaryResolver(EmbeddedDatabase::archive)
            .setOverrideWorkingDirectory(binaries.toFile())
            .setDataDirectory(home.resolve(DATA))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(30))
            .setOutputRedirector(log)
            .setErrorRedirector(log);
    CONFIGURATION.forEach(builder::setServerConfig);
    access.ofNewData(home).forEach(builder::setLocaleConfig);
    builder.setConnectConfig("password", access.password().reveal());
    return builder;
  }

  private static InputStream archive(String system, String machine) {
    String platform =
        system.toLowerCase(Locale.ROOT) + "-" + machine.replaceAll("aarch64|arm64", "arm_64");
    InputStream archive =
        EmbeddedDatabase.class.getResourceAsStream("/postgres-" + platform + ".txz");
    if (archive == null) {
      throw new DatabaseRefusal(
          "This file has no embedded PostgreSQL for "
              + platform
              + ": set STEWARD_DATABASE_URL, or build Steward on this machine.");
    }
    return archive;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** PostgreSQL refuses to run as root. For root, the library starts it in a user namespace. */
  private static void refuseRootWithoutNamespaces() throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)
        && Files.getAttribute(self, "unix:uid").equals(0)
        && !LinuxUtils.isUnshareAvailable()) {
      throw new DatabaseRefusal(
          "The embedded PostgreSQL does not run as root here (unshare -U does not work): start"
              + " Steward as an ordinary user, or set STEWARD_DATABASE_URL.");
    }
  }

  /**
   * Removes incomplete folders, which remain if a process is killed while creating them. With these
   * folders, every later start would fail.
   */
  private static void removeUnfinished(Path home) throws IOException {
    if (Files.exists(home.resolve(UNFINISHED))) {
      delete(home.resolve(DATA));
      Files.delete(home.resolve(UNFINISHED));
    }
    Path binaries = Files.createDirectories(binaries(home));
    HomeFolder.restrict(home.resolve("postgres-binaries"));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(binaries)) {
      for (Path folder : folders) {
        if (!Files.exists(folder.resolve(".exists"))) {
          delete(folder);
        }
      }
    }
  }

  /** The library makes this folder writable for all; the parent folder denies access to others. */
  private static Path binaries(Path home) {
    return home.resolve("postgres-binaries").resolve("unpacked");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void stopHalfStarted(Path data) throws IOException {
    Optional<Postmaster> started = Postmaster.of(data);
    if (started.isPresent()) {
      started.get().stop();
    }
  }

  private static DatabaseRefusal inUse(Path home) {
    return new DatabaseRefusal(
        "Another Steward already serves from " + home + ": stop it, or set another STEWARD_HOME.");
  }

  private static DatabaseRefusal failed(Path home, Exception cause) {
    return new DatabaseRefusal(
        "The embedded PostgreSQL did not start; "
            + home.resolve("postgres.log")
            + " has the reason. If it is empty, look whether the disk is full. Alternatively, set STEWARD_DATABASE_URL.",
        cause);
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The password of the database that another process runs in this home folder. */
  public static Secret passwordOfRunning(Path home) {
    try {
      return DatabaseAccess.password(home);
    } catch (IOException e) {
      throw failed(home, e);
    }
  }

  public Secret password() {
    return password;
  }

  public String url() {
    return url(port);
  }

  @Override
  public void close() {
    closed = true;
    try (lock) {
      server.await().close();
    } catch (DatabaseRefusal e) {
      // PostgreSQL did not start; await() has reported that.
    } catch (IOException e) {
      throw new IllegalStateException("The embedded PostgreSQL did not stop", e);
    }
  }
}
