package io.steward.password;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * A stored hash, parsed and checked for form and cost. Only {@link #matches} computes a hash.
 *
 * <p>Each format's {@code of} throws {@link IllegalArgumentException} for text that it rejects.
 * Costs are capped because an attacker who can plant a stored hash could otherwise make a log-in
 * take minutes, or a gigabyte of memory.
 */
sealed interface StoredHash permits Argon2, Bcrypt, DesCrypt, LegacyDigest, Pbkdf2, Scrypt {
  /** The maximum length, twice that of Django's column; longer text is not parsed. */
  int LONGEST = 256;

  /** Computes the hash of the password and compares it in constant time. */
  boolean matches(String password, BlockPool blocks);

  /** The working memory of {@link #matches}. */
  default int memoryKib() {
    return 0;
  }

  /** Whether the format and cost are those of new hashes. */
  default boolean isOwn() {
    return false;
  }

  /** Reads any format; empty if it is unknown, unusable, malformed or too expensive. */
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

  /** Matches the whole text or throws. */
  static Matcher match(Pattern format, String encoded) {
    Matcher matcher = format.matcher(encoded);
    require(matcher.matches());
    return matcher;
  }

  /** Compares in constant time. */
  static boolean isSame(String stored, String computed) {
    return MessageDigest.isEqual(stored.getBytes(US_ASCII), computed.getBytes(US_ASCII));
  }

  static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("Malformed or too expensive");
    }
  }
}
