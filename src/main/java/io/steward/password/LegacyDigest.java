package io.steward.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/** One round of SHA-1 or MD5 over salt and password, as Django wrote it before 1.4. */
record LegacyDigest(String algorithm, String salt, String hex) implements StoredHash {
  private static final Pattern SHA1 =
      Pattern.compile("sha1\\$(?<salt>[^$]*)\\$(?<hex>[0-9a-f]{40})");
  // The oldest hashes have neither an algorithm name nor a salt.
  private static final Pattern MD5 =
      Pattern.compile("(?:md5\\$(?<salt>[^$]*)\\$)?(?<hex>[0-9a-f]{32})");

  static LegacyDigest ofSha1(String encoded) {
    Matcher fields = StoredHash.match(SHA1, encoded);
    return new LegacyDigest("SHA-1", fields.group("salt"), fields.group("hex"));
  }

  static LegacyDigest ofMd5(String encoded) {
    Matcher fields = StoredHash.match(MD5, encoded);
    String salt = Objects.requireNonNullElse(fields.group("salt"), "");
    return new LegacyDigest("MD5", salt, fields.group("hex"));
  }

  @Override
  public boolean matches(String password, BlockPool blocks) {
    return StoredHash.isSame(hex, digest(algorithm, salt + password));
  }

  /** The digest in lower-case hexadecimal. */
  private static String digest(String algorithm, String text) {
    try {
      byte[] bytes = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime lacks " + algorithm, e);
    }
  }
}
