package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of some make, as it is unpacked in {@code target/servers}, in a process of its own. */
public interface AppServer extends AutoCloseable {
  /** What a server says when a deployment is done: the milliseconds it took. */
  Pattern DEPLOYED =
      Pattern.compile("(?:finished in \\[|successfully deployed in )([\\d,.]+)\\]? m(?:s|illi)");

  /** What Tomcat says of an application that does not go whole. */
  Pattern LEAK =
      Pattern.compile(
          "appears to have started a thread|ThreadLocal|failed to unregister|memory leak");

  /**
   * Starts a server with nothing on it.
   *
   * @param name of a folder in {@code target/servers}, such as {@code tomcat10} or {@code payara6}
   * @param own the folder that it works in
   */
  static AppServer start(String name, String own, Map<String, String> environment) {
    return name.startsWith("tomcat")
        ? StockTomcat.start(home(name), StockTomcat.watchful(home(name), own), environment)
        : new PayaraServer(home(name), own).startAnew(environment);
  }

  /** The one folder that a distribution was unpacked to. */
  static Path home(String name) {
    try (Stream<Path> folders = Files.list(Path.of("target", "servers", name))) {
      return folders.findFirst().orElseThrow().toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a WAR at the root, also in place of itself, and waits until the server has done so. */
  void deploy(Path war);

  /** How long each deployment took, in milliseconds, as the server says. */
  default List<Long> deployments() {
    return DEPLOYED
        .matcher(process().log())
        .results()
        .map(said -> Long.valueOf(said.group(1).replaceAll("[,.]", "")))
        .toList();
  }

  /** A client of the application at a context path. */
  Http http(String contextPath);

  /** Lines of its log that should not be there. */
  List<String> warnings();

  /** The server's process, with its output. */
  ChildProcess process();

  /** The process of the server itself. */
  long pid();

  /** How many class loaders hold a class of that name, each its own, after a collection. */
  default long loaders(String className) {
    ChildProcess jcmd =
        ChildProcess.start(
            Folders.fresh("jcmd"),
            List.of(
                ChildProcess.javaHome().resolve("bin/jcmd").toString(),
                String.valueOf(pid()),
                "GC.class_histogram"),
            Map.of());
    jcmd.awaitExit(Duration.ofSeconds(30));
    return jcmd.out().lines().filter(line -> line.endsWith(" " + className)).count();
  }

  @Override
  void close();
}
