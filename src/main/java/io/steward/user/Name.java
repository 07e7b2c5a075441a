package io.steward.user;

/** The name of a user; either part may be empty. */
public record Name(String first, String last) {
  /** The maximum length of each part, in code points. */
  public static final int MAX_LENGTH = 150;

  /** Both parts with a space between them; without a space if a part is empty. */
  public String full() {
    return (first.strip() + " " + last.strip()).strip();
  }
}
