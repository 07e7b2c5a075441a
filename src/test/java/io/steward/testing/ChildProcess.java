package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process started by a test, with its output. The process never outlives the test run. */
public final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::kill), "end-children"));
  }

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command. It sees only the given Steward settings, none from the tests' own
   * environment.
   */
  public static ChildProcess start(
      Path folder, List<String> command, Map<String, String> environment) {
    Path out = folder.resolve("stdout.log");
    Path err = folder.resolve("stderr.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("STEWARD_") || name.equals("JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(environment);
    try {
      ChildProcess child = new ChildProcess(builder.start(), out, err);
      RUNNING.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The JDK that servers run on: the one in {@code -Dserver.java}, or the one that runs this test.
   */
  public static Path javaHome() {
    return Path.of(System.getProperty("server.java", System.getProperty("java.home")));
  }

  /** Starts a Java program. */
  public static ChildProcess java(
      Path folder, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(javaHome().resolve("bin/java").toString());
    // Most are too short to profit from the C2 JIT compiler and from several threads for garbage.
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    return start(folder, command, environment);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The ids of the process and all its descendants. */
  public List<Long> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  /** Its whole output. */
  public String log() {
    return out() + err();
  }

  /**
   * Warnings and errors in the log, except those that can occur when the machine is merely slow.
   */
  public List<String> warnings() {
    return log()
        .lines()
        .filter(line -> line.matches(".*\\b(WARNING|SEVERE)\\b.*"))
        .filter(line -> !isExpected(line))
        .toList();
  }

  static boolean isExpected(String warning) {
    return warning.contains("database not reachable yet; retrying")
        || warning.contains("Creation of SecureRandom instance")
        || warning.contains("STEWARD_THROTTLE is off")
        // For speed, the tests' PostgreSQL runs without fsync.
        || warning.contains("Durability:");
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes these lines to the standard input, and closes it. */
  public ChildProcess type(String... lines) {
    try (Writer input = process.outputWriter(StandardCharsets.UTF_8)) {
      for (String line : lines) {
        input.write(line + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Waits until the process ends by itself, and returns its exit code. */
  public int awaitExit(Duration patience) {
    if (!ends(patience)) {
      throw new AssertionError("still running after " + patience.toSeconds() + " s: " + log());
    }
    return process.exitValue();
  }

  /** Asks the process to end, as Ctrl-C or a service manager would. */
  public void terminate() {
    process.destroy();
  }

  /** Kills the process and its descendants, without a chance to clean up. */
  public void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    ends(PATIENCE);
    RUNNING.remove(this);
  }

  /** Kills only this process, not its descendants. */
  public void killAlone() {
    process.destroyForcibly();
    ends(PATIENCE);
  }

  /** Sends a signal, such as STOP, to the process and its descendants. */
  public void signalFamily(String name) {
    family().forEach(pid -> signal(name, pid));
    // Signals again, for descendants that were started while the first signals were sent.
    family().forEach(pid -> signal(name, pid));
  }

  /** Sends a signal to this process only. */
  public void signal(String name) {
    signal(name, pid());
  }

  private static void signal(String name, long pid) {
    try {
      // Uses the shell's built-in kill: not every machine has a kill program.
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean ends(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    if (!ends(PATIENCE)) {
      kill();
    }
    RUNNING.remove(this);
  }
}
