package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An unmodified Tomcat distribution with the {@code server.xml} of {@code deploy/tomcat}, in its
 * own process and with its own CATALINA_BASE.
 */
public final class StockTomcat implements AppServer {
  private static final Path HOME = Path.of(System.getProperty("tomcat.home", "")).toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path base;
  private final ChildProcess process;
  private final int port;

  private StockTomcat(Path base, ChildProcess process, int port) {
    this.base = base;
    this.process = process;
    this.port = port;
  }

  /** A CATALINA_BASE with nothing deployed. */
  public static Path base(String name) {
    return base(HOME, name);
  }

  /**
   * A CATALINA_BASE that deploys changed files by itself: Tomcat checks for changes every second.
   */
  public static Path watchful(Path home, String name) {
    Path base = base(home, name);
    Path server = base.resolve("conf/server.xml");
    try {
      String watching =
          Files.readString(server)
              .replace("autoDeploy=\"false\"", "autoDeploy=\"true\"")
              .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" ");
      Files.writeString(server, watching);
      return base;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path base(Path home, String name) {
    Path base = Folders.fresh(name);
    try {
      for (String folder : List.of("conf/Catalina/localhost", "logs", "temp", "webapps", "work")) {
        Files.createDirectories(base.resolve(folder));
      }
      for (String file : List.of("web.xml", "logging.properties", "catalina.properties")) {
        Files.copy(home.resolve("conf").resolve(file), base.resolve("conf").resolve(file));
      }
      Files.copy(Path.of("deploy", "tomcat", "server.xml"), base.resolve("conf/server.xml"));
      return base;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A CATALINA_BASE with Steward at {@code /steward} and a data source for that database, as the
   * comment in {@code deploy/tomcat/steward.xml} says.
   */
  public static Path jndiBase(String name, String databaseUrl) {
    Path base = base(name);
    try {
      Files.createDirectories(base.resolve("steward"));
      Files.copy(Folders.WAR, base.resolve("steward/steward.war"));
      Files.copy(
          Path.of("deploy", "tomcat", "steward.xml"),
          base.resolve("conf/Catalina/localhost/steward.xml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    property(base, "database.url", databaseUrl.replaceFirst("\\?.*", ""));
    property(base, "database.username", databaseUrl.replaceFirst(".*[?&]user=(\\w+).*", "$1"));
    property(base, "database.password", "not asked for");
    property(base, "jwt.secret", "tests-only-Xc7vBn4mLk9jHg2fDs5aPoIuZtRe");
    return base;
  }

  /** Adds a line to {@code conf/catalina.properties}. */
  public static void property(Path base, String name, String value) {
    try {
      Files.writeString(
          base.resolve("conf/catalina.properties"),
          "\n" + name + "=" + value + "\n",
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts Tomcat, and waits until every application in its folders is deployed or has failed. */
  public static StockTomcat start(Path base, Map<String, String> environment) {
    return start(HOME, base, environment);
  }

  static StockTomcat start(Path home, Path base, Map<String, String> environment) {
    int port = Folders.freePort();
    List<String> arguments = new ArrayList<>();
    // Tomcat's leak detection needs these options. Tomcat's catalina.sh sets them, too.
    for (String opened :
        List.of("lang", "lang.invoke", "lang.reflect", "io", "util", "util.concurrent")) {
      arguments.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    arguments.add("--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");
    arguments.addAll(
        List.of(
            "-Dcatalina.home=" + home,
            "-Dcatalina.base=" + base,
            "-Djava.io.tmpdir=" + base.resolve("temp"),
            "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
            "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
            "-Dhttp.port=" + port,
            "-classpath",
            home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
            "org.apache.catalina.startup.Bootstrap",
            "start"));
    ChildProcess process = ChildProcess.java(base, arguments, environment);
    try {
      Await.until(
          "Tomcat has started", PATIENCE, () -> process.err().contains("Server startup in"));
    } catch (AssertionError e) {
      process.kill();
      throw new AssertionError(process.log(), e);
    }
    return new StockTomcat(base, process, port);
  }

  @Override
  public void deploy(Path war) {
    Path deployed = base.resolve("webapps/ROOT.war");
    int before = deployments().size();
    try {
      Files.copy(war, base.resolve("ROOT.war"), StandardCopyOption.REPLACE_EXISTING);
      Files.move(base.resolve("ROOT.war"), deployed, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("the WAR is deployed", PATIENCE, () -> deployments().size() > before);
  }

  @Override
  public Http http(String contextPath) {
    return new Http("http://127.0.0.1:" + port + contextPath);
  }

  @Override
  public List<String> warnings() {
    return process.warnings();
  }

  public Path base() {
    return base;
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
