package io.steward.password;

/**
 * A password as it is stored: a hash that names its own format, or a text that no password matches.
 *
 * @param encoded in Django's encoding, at most 128 characters if Steward made it
 */
public record PasswordHash(String encoded) {
  /** Whether a password can match; Django marks the others with an exclamation mark. */
  public boolean isUsable() {
    return !encoded.startsWith("!");
  }

  @Override
  public String toString() {
    return "(password hash)";
  }
}
