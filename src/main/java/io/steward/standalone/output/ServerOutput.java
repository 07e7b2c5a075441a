package io.steward.standalone.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/**
 * Standard output, standard error and log of a process that serves. A reader that stops reading
 * blocks no thread, and the log lasts until the server has stopped.
 */
public final class ServerOutput implements AutoCloseable {
  private static final String LOG_MANAGER = "java.util.logging.manager";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final byte[] LAST_LINE =
      "SEVERE io.steward: out of memory: the process ends\n".getBytes(StandardCharsets.US_ASCII);

  private static final QueuedOutput OUT =
      new QueuedOutput(new FileOutputStream(FileDescriptor.out), LAST_LINE);
  private static final QueuedOutput ERR =
      new QueuedOutput(new FileOutputStream(FileDescriptor.err), LAST_LINE);

  private ServerOutput() {}

  /**
   * Replaces the streams and the log manager of the process. Call it before anything is logged,
   * because the JDK's handlers keep the first stream that they see.
   */
  public static void prepare() {
    System.setOut(new PrintStream(OUT, false, charset("stdout")));
    System.setErr(new PrintStream(ERR, false, charset("stderr")));
    // Calling a static method of LastingLogs would be too late: it would first create the JDK's own
    // manager.
    if (System.getProperty(LOG_MANAGER) == null) {
      System.setProperty(LOG_MANAGER, LastingLogs.class.getName());
    }
  }

  /**
   * From now on, the log lasts until {@link #close}, and no thread waits for the output.
   *
   * @param lines formats the number of dropped lines
   */
  public static ServerOutput begin(Formatter lines) {
    LastingLogs.keep();
    OUT.start("steward-stdout", n -> note(lines, n).getBytes(charset("stdout")));
    ERR.start("steward-stderr", n -> note(lines, n).getBytes(charset("stderr")));
    return new ServerOutput();
  }

  private static String note(Formatter lines, long count) {
    LogRecord record =
        new LogRecord(
            Level.WARNING, "the output was not read or could not be written: lines lost: " + count);
    record.setLoggerName("io.steward");
    return lines.format(record);
  }

  /** The charset that the JDK has chosen for this stream. */
  private static Charset charset(String stream) {
    return Stream.of(stream + ".encoding", "sun." + stream + ".encoding")
        .flatMap(name -> Optional.ofNullable(System.getProperty(name)).stream())
        .filter(Charset::isSupported)
        .map(Charset::forName)
        .findFirst()
        .orElseGet(Charset::defaultCharset);
  }

  /** Ends the log, and waits briefly until all lines are written. */
  @Override
  public void close() {
    LastingLogs.end();
    flush();
  }

  /** Logs that the process ends because it is out of memory; needs no memory itself. */
  public void sayLast() {
    ERR.sayLast();
  }

  /** Waits briefly until all lines are written. */
  public void flush() {
    try {
      // Both streams may be the same blocked pipe, so they share the time.
      if (ERR.drain(PATIENCE)) {
        OUT.drain(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
