package io.steward.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The hash function SHA-256 (FIPS 180-4). Not for passwords: they need a slow hash function. */
public final class Sha256 {
  /** The length of a {@link #checksum}. */
  public static final int CHECKSUM = 12;

  private Sha256() {}

  /** Something that writes its content. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  private static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime lacks SHA-256", e);
    }
  }

  /** The hash in base64url without padding. */
  public static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(of(bytes));
  }

  /** The hash of content that is too large for the memory, in base64url without padding. */
  public static String base64Url(Content content) {
    MessageDigest digest = digest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  /**
   * Twelve hexadecimal digits that bind a text to a scope, and find transmission errors. They keep
   * no secret: anyone can compute them.
   */
  public static String checksum(String scope, String text) {
    return hex(scope + "\n" + text).substring(0, CHECKSUM);
  }

  /** The hash of a text in UTF-8, in lower-case hexadecimal. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text.getBytes(UTF_8)));
  }
}
