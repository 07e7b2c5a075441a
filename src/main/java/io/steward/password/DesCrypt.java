package io.steward.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;
import org.apache.commons.codec.digest.UnixCrypt;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/** The DES-based hash of Unix crypt(3); only the first eight bytes of a password count. */
record DesCrypt(String text) implements StoredHash {
  // Old Django releases wrote the salt twice; only the salt inside the hash counts.
  private static final Pattern FORMAT =
      Pattern.compile("crypt\\$(?:[./A-Za-z0-9]{2})?\\$(?<text>[./A-Za-z0-9]{13})");

  static DesCrypt of(String encoded) {
    return new DesCrypt(StoredHash.match(FORMAT, encoded).group("text"));
  }

  @Override
  public boolean matches(String password, BlockPool blocks) {
    String computed = UnixCrypt.crypt(password.getBytes(UTF_8), text.substring(0, 2));
    boolean matches = StoredHash.isSame(text, computed);
    // DES pads a short key with NUL: "a" and "a\0" would match the same hash.
    return matches && password.indexOf('\0') < 0;
  }
}
