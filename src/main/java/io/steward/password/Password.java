package io.steward.password;

/** A password in plain text, which must not reach a log or a message by accident. */
public record Password(String text) {
  /** In code points; callers reject longer passwords, which bounds the cost of every check. */
  public static final int MAX_LENGTH = 256;

  public boolean isTooLong() {
    return text.codePointCount(0, text.length()) > MAX_LENGTH;
  }

  @Override
  public String toString() {
    return "(password)";
  }
}
