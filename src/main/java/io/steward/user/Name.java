package io.steward.user;

/** The name of a user; either part may be empty. */
public record Name(String first, String last) {
  /** The maximum length of each part, in code points. */
  public static final int MAX_LENGTH = 150;

  /** Both parts with a space between them, even if they are empty, as in the log-in response. */
  public String full() {
    return first + " " + last;
  }

  /** The full name without surrounding white space. */
  public String plain() {
    return full().strip();
  }
}
