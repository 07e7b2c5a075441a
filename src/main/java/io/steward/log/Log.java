package io.steward.log;

import io.steward.origin.Origin;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The log of one package: one line per message, with the current request's id. */
public final class Log {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]");
  private static final StackWalker STACK = StackWalker.getInstance();

  private final Logger logger;

  private Log(String name) {
    this.logger = Logger.getLogger(name);
  }

  public static Log of(String name) {
    return new Log(name);
  }

  /** Normal operation that operators may want to see. */
  public void info(String message) {
    log(Level.INFO, message, null);
  }

  /** A problem that may resolve itself. */
  public void warning(String message) {
    log(Level.WARNING, message, null);
  }

  /** A problem that needs an operator. */
  public void error(String message) {
    log(Level.SEVERE, message, null);
  }

  /** An error in Steward itself, with its stack trace. */
  public void error(String message, @Nullable Throwable cause) {
    log(Level.SEVERE, message, cause);
  }

  /** Detail for debugging. */
  public void debug(String message) {
    log(Level.FINE, message, null);
  }

  /** Detail for debugging, with a stack trace. */
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

  /** What failed, in one line: further lines of PostgreSQL's message would quote a row. */
  public static String reason(Throwable failure) {
    String text =
        failure instanceof Error ? failure.toString() : String.valueOf(failure.getMessage());
    return text.lines().findFirst().orElse("");
  }

  /** Prepends the id of the request that this thread handles, unless the message contains it. */
  public static String withRequest(String message) {
    String id = Origin.current().requestId();
    return id.isEmpty() || message.contains(id) ? message : "request " + id + ": " + message;
  }

  /**
   * Escapes control characters, and those that change the direction of text, so that a text cannot
   * forge a line or control a terminal.
   */
  public static String oneLine(String message) {
    return CONTROL
        .matcher(message)
        .replaceAll(
            match -> String.format(Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
  }
}
