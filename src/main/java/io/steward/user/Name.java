package io.steward.user;

/** The name of a user; either part may be empty. */
public record Name(String first, String last) {
  /** The maximum length of each part, in code points. */
  public static final int MAX_LENGTH = 150;

  /** Both parts with a space between them; without a space if a part is empty. */
  public String full() {
    return (first.strip() + " " + last.strip()).strip();
  }

  /** This name, with parts of another one in place of its empty parts. */
  public Name orElse(Name other) {
    return new Name(first.isEmpty() ? other.first : first, last.isEmpty() ? other.last : last);
  }
}
