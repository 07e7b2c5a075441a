package io.steward.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steward.crypto.Sha256;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Django's two kinds of bcrypt hash: of the password, or of its SHA-256 in hexadecimal. */
record Bcrypt(boolean overDigest, String text) implements StoredHash {
  // Costs 04 to 14; Django's default is 12 and each step doubles the work.
  private static final Pattern FORMAT =
      Pattern.compile(
          "bcrypt(?<digest>_sha256)?"
              + "\\$(?<text>\\$2[aby]\\$(?:0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53})");

  static Bcrypt of(String encoded) {
    Matcher fields = StoredHash.match(FORMAT, encoded);
    return new Bcrypt(fields.group("digest") != null, fields.group("text"));
  }

  @Override
  public boolean matches(String password, BlockPool blocks) {
    // As in every bcrypt implementation, only the first 72 bytes count.
    String key = overDigest ? Sha256.hex(password) : password;
    boolean matches = OpenBSDBCrypt.checkPassword(text, key.getBytes(UTF_8));
    // bcrypt repeats its key with a NUL between the copies: "a" and "a\0a" have the same hash.
    return matches && key.indexOf('\0') < 0;
  }
}
