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

/** A process started by a test, and its output; it never outlives the test run. */
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

  /** Starts a command; of the environment it sees no setting of Steward but the given ones. */
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

  /** The JDK that servers run on: that of this very test, or what {@code -Dserver.java} names. */
  public static Path javaHome() {
    return Path.of(System.getProperty("server.java", System.getProperty("java.home")));
  }

  /** Starts a Java program. */
  public static ChildProcess java(
      Path folder, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(javaHome().resolve("bin/java").toString());
    command.add("-Xmx256m");
    command.addAll(arguments);
    return start(folder, command, environment);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process and all that it started. */
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
   * Lines of its log above the level of information, but for those that a machine under load brings
   * about.
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
        // The tests' own server is in a hurry.
        || warning.contains("Durability:");
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives it these lines on its standard input, and then the end of it. */
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

  /** The exit code, once it has ended by itself. */
  public int awaitExit(Duration patience) {
    if (!ends(patience)) {
      throw new AssertionError("still running after " + patience.toSeconds() + " s: " + log());
    }
    return process.exitValue();
  }

  /** Asks it to end, as Ctrl-C or a service manager would. */
  public void terminate() {
    process.destroy();
  }

  /** Ends it, and all that it started, without a chance to tidy up. */
  public void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    ends(PATIENCE);
    RUNNING.remove(this);
  }

  /** Ends only this process, not those that it started. */
  public void killAlone() {
    process.destroyForcibly();
    ends(PATIENCE);
  }

  /** Sends a signal, such as STOP, to it and all that it started. */
  public void signalFamily(String name) {
    family().forEach(pid -> signal(name, pid));
    // Those that were started between the look and the signal.
    family().forEach(pid -> signal(name, pid));
  }

  /** Sends a signal to it alone. */
  public void signal(String name) {
    signal(name, pid());
  }

  private static void signal(String name, long pid) {
    try {
      // The shell's own kill: not every machine has a program of that name.
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
