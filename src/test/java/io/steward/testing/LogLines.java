package io.steward.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this process logs while something happens. */
public final class LogLines extends Handler {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogLines() {}

  /** The lines that one logger writes at level WARNING or above. */
  public static List<String> of(String name, Runnable work) {
    return of(name, Level.WARNING, work);
  }

  /** The lines that one logger writes at that level or above. */
  public static List<String> of(String name, Level level, Runnable work) {
    return during(name, level, lines -> work.run());
  }

  /** The same; the work sees the lines as they are written. */
  public static List<String> during(String name, Level level, Consumer<List<String>> work) {
    LogLines lines = new LogLines();
    Logger logger = Logger.getLogger(name);
    Level before = logger.getLevel();
    logger.setLevel(level);
    logger.addHandler(lines);
    try {
      work.accept(lines.lines);
    } finally {
      logger.removeHandler(lines);
      logger.setLevel(before);
    }
    return lines.lines;
  }

  @Override
  public void publish(LogRecord line) {
    if (isLoggable(line)) {
      lines.add(line.getLevel() + " " + line.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
