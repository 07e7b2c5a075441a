package io.steward.settings.jwt;

/** The signature algorithms of access tokens, each with its minimum key length (RFC 7518, 3.2). */
public enum JwtAlgorithm {
  HS256(32),
  HS384(48),
  HS512(64);

  private final int minimumKeyBytes;

  JwtAlgorithm(int minimumKeyBytes) {
    this.minimumKeyBytes = minimumKeyBytes;
  }

  /** The minimum length of the key, in bytes. */
  public int minimumKeyBytes() {
    return minimumKeyBytes;
  }
}
