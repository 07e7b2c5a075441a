package io.steward.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/** PBKDF2 (RFC 8018, 5.2), the default of every Django release since 1.4. */
record Pbkdf2(boolean isSha256, int iterations, String salt, String key) implements StoredHash {
  // Django's highest default is 1 500 000.
  private static final int MOST_ITERATIONS = 2_000_000;
  private static final Pattern FORMAT =
      Pattern.compile(
          "pbkdf2_sha(?:1|(?<sha256>256))\\$(?<iterations>[1-9]\\d{0,6})\\$(?<salt>[^$]+)"
              + "\\$(?<key>[A-Za-z0-9+/]+=)");

  Pbkdf2 {
    StoredHash.require(iterations <= MOST_ITERATIONS);
  }

  static Pbkdf2 of(String encoded) {
    Matcher fields = StoredHash.match(FORMAT, encoded);
    return new Pbkdf2(
        fields.group("sha256") != null,
        Integer.parseInt(fields.group("iterations")),
        fields.group("salt"),
        fields.group("key"));
  }

  @Override
  public boolean matches(String password, BlockPool blocks) {
    PBEKeySpec spec =
        new PBEKeySpec(
            password.toCharArray(), salt.getBytes(UTF_8), iterations, isSha256 ? 256 : 160);
    String algorithm = isSha256 ? "PBKDF2WithHmacSHA256" : "PBKDF2WithHmacSHA1";
    try {
      byte[] computed = SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
      return StoredHash.isSame(key, Base64.getEncoder().encodeToString(computed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime lacks " + algorithm, e);
    }
  }
}
