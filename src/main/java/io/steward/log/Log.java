package io.steward.log;

import io.steward.client.Client;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The log of one package. */
public final class Log {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");
  private static final StackWalker STACK = StackWalker.getInstance();

  private final Logger logger;

  private Log(String name) {
    this.logger = Logger.getLogger(name);
  }

  public static Log of(String name) {
    return new Log(name);
  }

  /** Nothing is wrong, but somebody may want to know. */
  public void info(String message) {
    log(Level.INFO, message, null);
  }

  /** Something does not work, or not yet, and may go by. */
  public void warning(String message) {
    log(Level.WARNING, message, null);
  }

  /** Something does not work until somebody acts. */
  public void error(String message) {
    log(Level.SEVERE, message, null);
  }

  /** A fault of ours, with its stack. */
  public void error(String message, @Nullable Throwable cause) {
    log(Level.SEVERE, message, cause);
  }

  /** Of use only to whoever looks for a fault. */
  public void debug(String message) {
    log(Level.FINE, message, null);
  }

  /** The same, with its stack. */
  public void debug(String message, Throwable cause) {
    log(Level.FINE, message, cause);
  }

  private void log(Level level, String message, @Nullable Throwable cause) {
    if (!logger.isLoggable(level)) {
      return;
    }
    LogRecord line = new LogRecord(level, withRequest(oneLine(message)));
    line.setLoggerName(logger.getName());
    line.setThrown(cause);
    STACK
        .walk(
            frames -> frames.filter(f -> !f.getClassName().equals(Log.class.getName())).findFirst())
        .ifPresent(
            caller -> {
              line.setSourceClassName(caller.getClassName());
              line.setSourceMethodName(caller.getMethodName());
            });
    logger.log(line);
  }

  /** Begins with the request that this thread works on, if any, unless it names it already. */
  public static String withRequest(String message) {
    String id = Client.current().requestId();
    return id.isEmpty() || message.contains(id) ? message : "request " + id + ": " + message;
  }

  /** Without what would end a line, begin another one or speak to a terminal. */
  public static String oneLine(String message) {
    return CONTROL
        .matcher(message)
        .replaceAll(match -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
  }
}
