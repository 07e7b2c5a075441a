package io.steward.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node in its own process: {@code java -jar steward.war serve}. */
public final class Steward implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path COMMANDS = Folders.fresh("commands");

  private final ChildProcess process;
  private final String url;

  private Steward(ChildProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Environment variables for a node that uses that database. */
  public static Map<String, String> environment(String databaseUrl) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STEWARD_DATABASE_URL", databaseUrl);
    environment.put("STEWARD_JWT_SECRET", TestServer.SECRET);
    environment.put("STEWARD_THROTTLE", "off");
    return environment;
  }

  /** Runs a command of a WAR; does not wait for it. */
  public static ChildProcess run(
      Path folder, Path war, Map<String, String> environment, String... arguments) {
    boolean serves = List.of(arguments).contains("serve");
    // A command with a database stores only the unpacked WAR, so these commands share one home.
    Path home = !serves && environment.containsKey("STEWARD_DATABASE_URL") ? COMMANDS : folder;
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("STEWARD_HOME", home.resolve("home").toString());
    List<String> command = new ArrayList<>(List.of("-jar", war.toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.java(folder, command, all);
  }

  /** Starts a node on a free port, and waits until it accepts connections. */
  public static Steward serve(Path folder, Path war, Map<String, String> environment) {
    int port = Folders.freePort();
    Map<String, String> all = new HashMap<>(environment);
    all.put("STEWARD_HTTP_PORT", String.valueOf(port));
    ChildProcess process = run(folder, war, all, "serve");
    Steward steward = new Steward(process, "http://127.0.0.1:" + port);
    try {
      Await.until(
          "the node answers: " + folder, PATIENCE, () -> steward.isUp() || !process.isAlive());
      if (!process.isAlive()) {
        throw new AssertionError(process.log());
      }
    } catch (AssertionError e) {
      process.kill();
      throw e;
    }
    return steward;
  }

  private boolean isUp() {
    return http().status("/health/live") == 200;
  }

  /** Its base URL, without a trailing slash. */
  public String url() {
    return url;
  }

  public Http http() {
    return new Http(url);
  }

  public ChildProcess process() {
    return process;
  }

  /** Waits until the node can use its database. */
  public Duration awaitReady(Duration patience) {
    return Await.until("the node is ready", patience, () -> http().status("/health/ready") == 200);
  }

  @Override
  public void close() {
    process.close();
  }
}
