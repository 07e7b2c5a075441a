package io.steward.oauth.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The secret of a client. */
public final class ClientSecret {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  ClientSecret(String text) {
    this.text = text;
  }

  /** A new secret: 256 random bits, base64url. */
  public static ClientSecret random() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new ClientSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** The text itself. */
  public String reveal() {
    return text;
  }

  /** Its SHA-256; Steward stores only this. */
  String hash() {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
