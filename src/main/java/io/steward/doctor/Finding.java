package io.steward.doctor;

/**
 * One thing that was looked at, in a line that begins with its name; where it is not as it should
 * be, the line says what to do.
 */
public record Finding(Level level, String text) {
  /** How it is. */
  public enum Level {
    GOOD,
    /** Works, but not as well or as safely as it could. */
    ADVICE,
    /** Cannot be relied upon: no reason to start. */
    FAULT
  }

  static Finding good(String text) {
    return new Finding(Level.GOOD, text);
  }

  static Finding advice(String text) {
    return new Finding(Level.ADVICE, text);
  }

  static Finding fault(String text) {
    return new Finding(Level.FAULT, text);
  }
}
