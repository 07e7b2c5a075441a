package io.steward.token;

import java.util.Set;

/**
 * The user of a token. Only the id identifies the user; the email address can change.
 *
 * @param name the user's full name; may be empty
 */
public record Subject(long id, String email, String name, Set<String> groups) {
  /**
   * Whether the user has proved to receive mail at this email address. Steward cannot verify
   * addresses yet, so this is always false: anyone can register with an address of someone else.
   */
  public boolean isEmailVerified() {
    return false;
  }
}
