package io.steward.token;

import java.util.Set;

/**
 * The user of a token. Only the id identifies the user; the email address can change.
 *
 * @param name the user's full name; may be empty
 * @param isEmailVerified whether the user has proved that they receive mail at this address; if
 *     not, the address may belong to someone else
 */
public record Subject(
    long id, String email, String name, Set<String> groups, boolean isEmailVerified) {
  /** The name that pages show for the user. */
  public String called() {
    return name.isBlank() ? email : name;
  }
}
