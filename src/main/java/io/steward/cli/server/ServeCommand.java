package io.steward.cli.server;

import io.steward.background.OutOfMemory;
import io.steward.cli.installation.Installation;
import io.steward.cli.installation.Terminal;
import io.steward.doctor.Version;
import io.steward.log.Log;
import io.steward.settings.Settings;
import io.steward.settings.source.SettingSources;
import io.steward.standalone.output.LogFormatter;
import io.steward.standalone.output.ServerOutput;
import io.steward.standalone.tomcat.EmbeddedTomcat;
import io.steward.standalone.tomcat.WebRoot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Serves until a signal ends the process. */
@Command(
    name = "serve",
    description = {
      "Serve Steward over HTTP until Ctrl-C.",
      "Without STEWARD_DATABASE_URL, the standalone file runs its own PostgreSQL with its data"
          + " in STEWARD_HOME (~/.steward)."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Log LOG = Log.of("io.steward");
  // The exit code of -XX:+ExitOnOutOfMemoryError.
  private static final int OUT_OF_MEMORY = 3;
  private static final long SECOND = 1_000_000_000;

  private final Terminal terminal;
  private final Supplier<SettingSources> sources;

  /** Closed in reverse order: Tomcat before its database, and both before the log. */
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private volatile boolean isServing;

  public ServeCommand(Terminal terminal, Supplier<SettingSources> sources) {
    this.terminal = terminal;
    this.sources = sources;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerOutput output = ServerOutput.begin(LogFormatter.of(sources.get()));
    running.push(() -> finish(output));
    OutOfMemory.onFirst(() -> halt(output));
    Thread watch = new Thread(() -> watch(output), "steward-memory");
    watch.setDaemon(true);
    watch.start();
    Thread.setDefaultUncaughtExceptionHandler(ServeCommand::ended);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    start();
    new CountDownLatch(1).await();
    return 0;
  }

  /**
   * A stop request waits until the start has finished, because a half-finished start cannot be
   * undone.
   */
  private void start() {
    synchronized (running) {
      LOG.info(Version.text());
      Installation installation = Installation.toServe(terminal, sources.get());
      running.push(installation);
      Settings settings = installation.settings();
      EmbeddedTomcat tomcat =
          EmbeddedTomcat.start(
              settings, WebRoot.ofThisProgram(), Clock.systemUTC(), installation::awaitDatabase);
      running.push(tomcat);
      running.push(() -> sayLeaving(settings.http().drain()));
      isServing = true;
      String address = address(settings.http().host(), tomcat.port());
      terminal.say("  listens   " + address + " until Ctrl-C");
      new Welcome(settings, address).lines().forEach(terminal::say);
    }
  }

  /**
   * Without this message, the operator would see no reaction to the signal until the drain is over.
   */
  private void sayLeaving(Duration drain) {
    LOG.info("stopping");
    if (!drain.isZero()) {
      terminal.say(
          "Stopping: reported as not ready; requests are served for another "
              + drain.toSeconds()
              + " s.");
    }
  }

  private static String address(String host, int port) {
    String name =
        switch (host) {
          case "0.0.0.0", "::" -> "localhost";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return "http://" + name + ":" + port + "/";
  }

  private static void ended(Thread thread, Throwable failure) {
    OutOfMemory.examine(failure);
    LOG.error("a thread has ended: " + thread.getName(), failure);
  }

  /** Ends the process, so that its supervisor starts a new one. */
  private static void halt(ServerOutput output) {
    try {
      LOG.error("out of memory: the process ends; raise -Xmx if this happens again");
    } catch (RuntimeException | Error e) {
      output.sayLast();
    } finally {
      output.flush();
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
  }

  /** Ends the process even if {@link #halt} makes no progress; needs no memory itself. */
  private static void watch(ServerOutput output) {
    while (!OutOfMemory.hasHappened()) {
      LockSupport.parkNanos(SECOND);
    }
    LockSupport.parkNanos(2 * SECOND);
    output.sayLast();
    LockSupport.parkNanos(SECOND);
    Runtime.getRuntime().halt(OUT_OF_MEMORY);
  }

  private void stop() {
    synchronized (running) {
      running.forEach(this::close);
    }
    if (isServing) {
      // After a signal, Java would end with 128 plus the number of the signal.
      Runtime.getRuntime().halt(0);
    }
  }

  /** Logs the end, unless the start has failed. */
  private void finish(ServerOutput output) {
    if (isServing) {
      LOG.info("stopped");
    }
    output.close();
  }

  private void close(AutoCloseable started) {
    try {
      started.close();
    } catch (Exception e) {
      terminal.complain("steward: " + e.getMessage());
    }
  }
}
