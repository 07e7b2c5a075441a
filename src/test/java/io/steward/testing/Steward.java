package io.steward.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code java -jar steward.war serve}: a node in a process of its own. */
public final class Steward implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChildProcess process;
  private final String url;

  private Steward(ChildProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Settings as the environment gives them to a node on that database. */
  public static Map<String, String> environment(String databaseUrl) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STEWARD_DATABASE_URL", databaseUrl);
    environment.put("STEWARD_JWT_SECRET", TestServer.SECRET);
    environment.put("STEWARD_THROTTLE", "off");
    return environment;
  }

  /** Runs a command of a file; does not wait. */
  public static ChildProcess run(
      Path folder, Path war, Map<String, String> environment, String... arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("STEWARD_HOME", folder.resolve("home").toString());
    List<String> command = new ArrayList<>();
    if (!List.of(arguments).contains("serve")) {
      // A command ends before the second compiler pays off.
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }
    command.addAll(List.of("-jar", war.toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.java(folder, command, all);
  }

  /** Serves on a free port, and waits until it accepts connections. */
  public static Steward serve(Path folder, Path war, Map<String, String> environment) {
    int port = Folders.freePort();
    Map<String, String> all = new HashMap<>(environment);
    all.put("STEWARD_HTTP_PORT", String.valueOf(port));
    ChildProcess process = run(folder, war, all, "serve");
    Steward steward = new Steward(process, "http://127.0.0.1:" + port);
    try {
      Await.until("serves: " + folder, PATIENCE, () -> steward.isUp() || !process.isAlive());
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

  /** Where it serves, without a last slash. */
  public String url() {
    return url;
  }

  public Http http() {
    return new Http(url);
  }

  public ChildProcess process() {
    return process;
  }

  /** Waits until it can use its database. */
  public Duration awaitReady(Duration patience) {
    return Await.until("ready", patience, () -> http().status("/health/ready") == 200);
  }

  @Override
  public void close() {
    process.close();
  }
}
