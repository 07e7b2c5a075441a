package io.steward.password;

/** A password in plain text, which must not reach a log or a message by accident. */
public record Password(String text) {
  /** The maximum length in code points. Callers reject longer passwords, which limits the cost. */
  public static final int MAX_LENGTH = 256;

  public boolean isTooLong() {
    return text.codePointCount(0, text.length()) > MAX_LENGTH;
  }

  @Override
  public String toString() {
    return "(password)";
  }
}
