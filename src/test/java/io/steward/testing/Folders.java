package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Files, folders below target and free ports for tests that start processes. */
public final class Folders {
  /** The WAR for containers and {@code java -jar}. */
  public static final Path WAR = Path.of("target", "steward.war").toAbsolutePath();

  /** The WAR with an embedded PostgreSQL. */
  public static final Path STANDALONE =
      Path.of("target", "steward-standalone.war").toAbsolutePath();

  /** The WAR for Payara only, without the libraries that Payara provides. */
  public static final Path SKINNY = Path.of("target", "steward-skinny.war").toAbsolutePath();

  /** Test classes of different processes run at the same time. */
  private static final String FORK = System.getProperty("it.fork", "fork-1");

  private Folders() {}

  /** An empty folder of that name. It is kept after the test, to help explain a failure. */
  public static Path fresh(String name) {
    Path folder = Path.of("target", "it", FORK, name).toAbsolutePath();
    try {
      delete(folder);
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** A free port on the loopback address. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
