package io.steward.oauth.client;

import io.steward.crypto.RandomValues;
import io.steward.crypto.Sha256;

/** The secret of a client. */
public final class ClientSecret {
  private static final int BYTES = 32;

  private final String text;

  ClientSecret(String text) {
    this.text = text;
  }

  /** A new secret: 256 random bits, base64url. */
  public static ClientSecret random() {
    return new ClientSecret(RandomValues.base64Url(BYTES));
  }

  /** The text itself. */
  public String reveal() {
    return text;
  }

  /** The SHA-256 of the secret; Steward stores only the hash. */
  String hash() {
    return Sha256.hex(text);
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
