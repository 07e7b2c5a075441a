package io.steward.standalone.output;

import io.steward.background.OutOfMemory;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes the log to standard error. The embedded Tomcat would replace the formatter of the JDK's
 * own handler.
 */
public final class LogHandler extends Handler {

  public LogHandler(Formatter lines) {
    setFormatter(lines);
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getThrown() != null) {
      // Libraries catch and log everything that their threads throw.
      OutOfMemory.examine(line.getThrown());
    }
    if (isLoggable(line)) {
      System.err.print(getFormatter().format(line));
      System.err.flush();
    }
  }

  @Override
  public void flush() {
    System.err.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
