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

/**
 * An application server of any brand, unpacked in {@code target/servers} and run in its own
 * process.
 */
public interface AppServer extends AutoCloseable {
  /** The server's log message at the end of a deployment, with the milliseconds that it took. */
  Pattern DEPLOYED =
      Pattern.compile("(?:finished in \\[|successfully deployed in )([\\d,.]+)\\]? m(?:s|illi)");

  /** Tomcat's warnings about an undeployed application that left something behind. */
  Pattern LEAK =
      Pattern.compile(
          "appears to have started a thread|ThreadLocal|failed to unregister|memory leak");

  /**
   * Starts a server with no application deployed.
   *
   * @param name of a folder in {@code target/servers}, such as {@code tomcat10} or {@code payara6}
   * @param own the server's working folder
   */
  static AppServer start(String name, String own, Map<String, String> environment) {
    return name.startsWith("tomcat")
        ? StockTomcat.start(home(name), StockTomcat.watchful(home(name), own), environment)
        : new PayaraServer(home(name), own).startAnew(environment);
  }

  /** The only folder inside that distribution's folder. */
  static Path home(String name) {
    try (Stream<Path> folders = Files.list(Path.of("target", "servers", name))) {
      return folders.findFirst().orElseThrow().toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deploys a WAR at the root context, replacing any earlier one, and waits until that is done. */
  void deploy(Path war);

  /** How long each deployment took in milliseconds, according to the server's log. */
  default List<Long> deployments() {
    return DEPLOYED
        .matcher(process().log())
        .results()
        .map(said -> Long.valueOf(said.group(1).replaceAll("[,.]", "")))
        .toList();
  }

  /** A client of the application at a context path. */
  Http http(String contextPath);

  /** Warnings and errors in the server's log that a test does not expect. */
  List<String> warnings();

  /** The process that was started, with its output. */
  ChildProcess process();

  /** The process id of the server's JVM. */
  long pid();

  /**
   * The number of class loaders that have loaded a class of that name, after a garbage collection.
   */
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
