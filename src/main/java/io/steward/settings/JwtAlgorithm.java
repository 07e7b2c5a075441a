package io.steward.settings;

/** The signatures an access token may have, each with the least key it needs (RFC 7518, 3.2). */
public enum JwtAlgorithm {
  HS256(32),
  HS384(48),
  HS512(64);

  private final int minimumKeyBytes;

  JwtAlgorithm(int minimumKeyBytes) {
    this.minimumKeyBytes = minimumKeyBytes;
  }

  /** The least length of the key, in bytes. */
  public int minimumKeyBytes() {
    return minimumKeyBytes;
  }
}
