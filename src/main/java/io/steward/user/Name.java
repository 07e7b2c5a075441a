package io.steward.user;

/** What a user is called; either part may be empty. */
public record Name(String first, String last) {
  /** The longest of each part, in code points. */
  public static final int MAX_LENGTH = 150;

  /** Both parts with a space between, also when they are empty, as the log-in answer has it. */
  public String full() {
    return first + " " + last;
  }

  /** The same without white space around it. */
  public String plain() {
    return full().strip();
  }
}
