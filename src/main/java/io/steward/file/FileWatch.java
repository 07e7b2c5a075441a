package io.steward.file;

import io.steward.log.Log;

/** Looks every second whether a file has changed, and has it read again. */
public final class FileWatch implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.file");
  private static final long PAUSE_MILLIS = 1_000;

  private final PrivateFile file;
  private final String content;
  private final Reader reader;
  private final Thread thread;
  private volatile String version;
  private volatile String complaint = "";

  /** Takes what a file holds. */
  public interface Reader {
    /**
     * Takes it all, or nothing.
     *
     * @return what to tell of it, without a secret
     */
    String read() throws FileFault;
  }

  /**
   * To be made before the file is read for the first time, so that no change is missed.
   *
   * @param content what is in it, in one word
   */
  public FileWatch(PrivateFile file, String content, Reader reader) {
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
      LOG.debug("no longer watching the file of " + content);
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
      complaint = "";
      LOG.info(told);
    } catch (FileFault | RuntimeException e) {
      // Tried again: what is wrong may be who owns the file, or the time.
      complain(
          "going on with the %s from before: their file %s".formatted(content, e.getMessage()));
    }
  }

  private void complain(String reason) {
    if (!reason.equals(complaint)) {
      LOG.error(reason);
      complaint = reason;
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
