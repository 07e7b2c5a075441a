package io.steward.doctor;

/**
 * The result of one check: a line that begins with the name of the check and, unless good, contains
 * the remedy.
 */
public record Finding(Level level, String text) {
  /** The severity. */
  public enum Level {
    GOOD,
    /** Works, but could be faster or safer. */
    ADVICE,
    /** Unreliable: Steward refuses to start. */
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
