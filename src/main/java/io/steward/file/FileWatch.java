package io.steward.file;

import io.steward.background.Loop;
import io.steward.log.Complaint;
import io.steward.log.Log;
import java.time.Duration;

/** Checks every second whether a file has changed, and reloads it. */
public final class FileWatch implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.file");
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final TextFile file;
  private final String content;
  private final Reader reader;
  private final Loop loop;
  private volatile String version;
  private final Complaint complaint = new Complaint();

  /** Reloads the content of the watched file. */
  public interface Reader {
    /**
     * Loads the whole file. On a fault, the previous content stays in use.
     *
     * @return a message for the log, without secrets
     */
    String read() throws FileFault;
  }

  /**
   * Creates a watch. Create it before the file is first read, so that no change is missed.
   *
   * @param content what the file contains, in one word such as {@code keys}
   */
  public FileWatch(TextFile file, String content, Reader reader) {
    this.file = file;
    this.content = content;
    this.reader = reader;
    this.version = file.version();
    this.loop = new Loop("steward-" + content, this::look, this::complain, () -> PAUSE);
  }

  /** Begins to watch. */
  public void start() {
    loop.start();
  }

  private void look() throws FileFault {
    String now = file.version();
    if (now.equals(version)) {
      return;
    }
    String told = reader.read();
    version = now;
    complaint.end();
    LOG.info(told);
  }

  /**
   * Logs a failure. The file is then read every second even if it is unchanged: a chmod may be the
   * fix.
   */
  private void complain(Throwable e) {
    FileFault fault = e instanceof FileFault f ? f : new FileFault("cannot be used (" + e + ")");
    String reason = "still using the previous " + content + ": " + file.message(fault);
    if (complaint.isNew(reason)) {
      LOG.error(reason);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
