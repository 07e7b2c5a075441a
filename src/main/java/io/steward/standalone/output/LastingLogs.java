package io.steward.standalone.output;

import java.util.logging.LogManager;

/**
 * The JDK's log manager, except that it stays in use while the process stops. The JDK would close
 * all handlers as soon as the process receives a signal.
 */
public final class LastingLogs extends LogManager {
  private volatile boolean isKept;

  /** For the JDK, which creates the only instance. */
  public LastingLogs() {}

  /** Keeps all handlers until {@link #end}. */
  static void keep() {
    if (LogManager.getLogManager() instanceof LastingLogs logs) {
      logs.isKept = true;
    }
  }

  /** Closes all handlers, such as those that write files. */
  static void end() {
    if (LogManager.getLogManager() instanceof LastingLogs logs) {
      logs.isKept = false;
      logs.reset();
    }
  }

  @Override
  public void reset() {
    if (!isKept) {
      super.reset();
    }
  }
}
