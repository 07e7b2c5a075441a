package io.steward.doctor;

import java.util.function.Consumer;

/**
 * The result of one check: one line that begins with the name of the check. If the level is not
 * {@code GOOD}, the line contains the remedy.
 */
public record Finding(Level level, String text) {
  /** The severity. */
  public enum Level {
    GOOD,
    /** Steward works, but could be faster or safer. */
    ADVICE,
    /** Steward would be unreliable, so it refuses to start. */
    FAULT
  }

  static Finding good(String text) {
    return new Finding(Level.GOOD, text);
  }

  static Finding advice(String text) {
    return new Finding(Level.ADVICE, text);
  }

  public static Finding fault(String text) {
    return new Finding(Level.FAULT, text);
  }

  public boolean isFault() {
    return level == Level.FAULT;
  }

  /** Reports the finding as one line: good findings to {@code say}, others to {@code complain}. */
  public void tell(Consumer<String> say, Consumer<String> complain) {
    switch (level) {
      case GOOD -> say.accept(text);
      case ADVICE -> complain.accept("Advice: " + text);
      case FAULT -> complain.accept("Fault: " + text);
    }
  }
}
