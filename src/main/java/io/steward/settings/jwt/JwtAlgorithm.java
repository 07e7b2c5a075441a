package io.steward.settings.jwt;

/** The signature algorithms of access tokens, each with its minimum key length (RFC 7518, 3.2). */
public enum JwtAlgorithm {
  HS256("HmacSHA256", 32),
  HS384("HmacSHA384", 48),
  HS512("HmacSHA512", 64);

  private final String mac;
  private final int minimumKeyBytes;

  JwtAlgorithm(String mac, int minimumKeyBytes) {
    this.mac = mac;
    this.minimumKeyBytes = minimumKeyBytes;
  }

  /** The name of the MAC in the JDK (RFC 7518, 3.2). */
  public String mac() {
    return mac;
  }

  /** The minimum length of the key, in bytes. */
  public int minimumKeyBytes() {
    return minimumKeyBytes;
  }
}
