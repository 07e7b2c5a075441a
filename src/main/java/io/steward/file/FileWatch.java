package io.steward.file;

import io.steward.log.Complaint;
import io.steward.log.Log;

/** Checks every second whether a file has changed, and reloads it. */
public final class FileWatch implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.file");
  private static final long PAUSE_MILLIS = 1_000;

  private final TextFile file;
  private final String content;
  private final Reader reader;
  private final Thread thread;
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
    this.thread = new Thread(this::watch, "steward-" + content);
    thread.setDaemon(true);
  }

  /** Begins to watch. */
  public void start() {
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("stopped watching the file of " + content);
    }
  }

  private void look() {
    String now = file.version();
    if (now.equals(version)) {
      return;
    }
    try {
      String told = reader.read();
      version = now;
      complaint.end();
      LOG.info(told);
    } catch (FileFault | RuntimeException e) {
      // Retried every second, even if the content is the same: a chmod, for example, can fix it.
      String reason = "still using the previous %s: the file %s".formatted(content, e.getMessage());
      if (complaint.isNew(reason)) {
        LOG.error(reason);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
