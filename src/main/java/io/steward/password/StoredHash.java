package io.steward.password;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * A stored password, read and found well-formed and affordable; it costs nothing until it is
 * compared.
 *
 * <p>A format's {@code of} throws {@link IllegalArgumentException} for what it refuses. Its costs
 * have caps because a stored hash may have been chosen by an attacker: whoever can plant one could
 * otherwise make a login take minutes or a gigabyte.
 */
sealed interface StoredHash permits Argon2, Bcrypt, DesCrypt, LegacyDigest, Pbkdf2, Scrypt {
  /** Twice Django's column, so that nothing long is ever parsed. */
  int LONGEST = 256;

  /** Computes the hash of the password and compares it in constant time. */
  boolean matches(String password, BlockPool blocks);

  /** The memory that {@link #matches} works in. */
  default int memoryKib() {
    return 0;
  }

  /** Whether this is what we would write today. */
  default boolean isOwn() {
    return false;
  }

  /** Reads any format; empty if it is unknown, unusable, malformed or too dear. */
  static Optional<StoredHash> read(String encoded) {
    try {
      return encoded.length() > LONGEST ? Optional.empty() : Optional.of(parse(encoded));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static StoredHash parse(String encoded) {
    int end = encoded.indexOf('$');
    return switch (end < 0 ? "" : encoded.substring(0, end)) {
      case "argon2" -> Argon2.of(encoded);
      case "pbkdf2_sha256", "pbkdf2_sha1" -> Pbkdf2.of(encoded);
      case "bcrypt_sha256", "bcrypt" -> Bcrypt.of(encoded);
      case "scrypt" -> Scrypt.of(encoded);
      case "sha1" -> LegacyDigest.ofSha1(encoded);
      case "md5", "" -> LegacyDigest.ofMd5(encoded);
      case "crypt" -> DesCrypt.of(encoded);
      default -> throw new IllegalArgumentException("Unknown format");
    };
  }

  /** Matches the whole text, or refuses it. */
  static Matcher match(Pattern format, String encoded) {
    Matcher matcher = format.matcher(encoded);
    require(matcher.matches());
    return matcher;
  }

  /** Compares in a time that does not tell how much of the two is alike. */
  static boolean isSame(String stored, String computed) {
    return MessageDigest.isEqual(stored.getBytes(US_ASCII), computed.getBytes(US_ASCII));
  }

  static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("Malformed or too dear");
    }
  }
}
