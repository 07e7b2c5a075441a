package io.steward.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt (RFC 7914) in the format of Django 4.0 and later. */
record Scrypt(int n, int r, int p, String salt, String key) implements StoredHash {
  private static final int MOST_MEMORY_KIB = 128 * 1024;
  // OWASP's largest memory (N=2^17, r=8) with Django's largest p.
  private static final long MOST_WORK_KIB = 5L * MOST_MEMORY_KIB;
  private static final int KEY_BYTES = 64;
  private static final Pattern FORMAT =
      Pattern.compile(
          "scrypt\\$(?<n>[1-9]\\d{0,6})\\$(?<salt>[^$]+)"
              + "\\$(?<r>[1-9]\\d?)\\$(?<p>[1-9]\\d?)\\$(?<key>[A-Za-z0-9+/]{86}==)");

  Scrypt {
    StoredHash.require(n > 1 && Integer.bitCount(n) == 1);
    // RFC 7914, 2: N is less than 2^(128 * r / 8).
    StoredHash.require(r > 1 || n < 1 << 16);
    StoredHash.require(kib(n, r) <= MOST_MEMORY_KIB && kib(n, r) * p <= MOST_WORK_KIB);
  }

  static Scrypt of(String encoded) {
    Matcher fields = StoredHash.match(FORMAT, encoded);
    return new Scrypt(
        Integer.parseInt(fields.group("n")),
        Integer.parseInt(fields.group("r")),
        Integer.parseInt(fields.group("p")),
        fields.group("salt"),
        fields.group("key"));
  }

  @Override
  public boolean matches(String password, BlockPool blocks) {
    byte[] computed =
        SCrypt.generate(password.getBytes(UTF_8), salt.getBytes(UTF_8), n, r, p, KEY_BYTES);
    return StoredHash.isSame(key, Base64.getEncoder().encodeToString(computed));
  }

  @Override
  public int memoryKib() {
    return (int) kib(n, r);
  }

  private static long kib(int n, int r) {
    return 128L * n * r / 1024;
  }
}
