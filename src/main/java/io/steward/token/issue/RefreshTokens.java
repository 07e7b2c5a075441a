package io.steward.token.issue;

import io.steward.crypto.RandomValues;
import io.steward.token.key.KeyRing;
import io.steward.token.key.MacPurpose;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Issues and parses refresh tokens. A token contains its session, generation and end, and a 256-bit
 * MAC over these. Tokens can therefore be computed instead of stored: a stolen database reveals no
 * token, the same token can be returned twice, and forged tokens are rejected without a query.
 */
public final class RefreshTokens {
  private static final int ID_BYTES = 16;
  private static final int CONTENT_BYTES = ID_BYTES + Integer.BYTES + Long.BYTES;
  private static final int MAC_BYTES = 32;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final int LENGTH = ENCODER.encode(new byte[CONTENT_BYTES + MAC_BYTES]).length;

  private final KeyRing keys;
  private final Clock clock;

  public RefreshTokens(KeyRing keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A new session's id: 128 random bits, base64url. */
  public static String newSessionId() {
    return RandomValues.base64Url(ID_BYTES);
  }

  /** The id of the key for new tokens. */
  public String keyId() {
    return keys.signing().id();
  }

  /** The text of a token; the same key always yields the same text. */
  public String text(RefreshToken token, String keyId) {
    byte[] content = content(token);
    byte[] all = Arrays.copyOf(content, CONTENT_BYTES + MAC_BYTES);
    byte[] mac = keys.byId(keyId).mac(MacPurpose.REFRESH_TOKEN, content);
    System.arraycopy(mac, 0, all, CONTENT_BYTES, MAC_BYTES);
    return ENCODER.encodeToString(all);
  }

  private static byte[] content(RefreshToken token) {
    return ByteBuffer.allocate(CONTENT_BYTES)
        .put(DECODER.decode(token.sessionId()))
        .putInt(token.generation())
        .putLong(token.expiresAt())
        .array();
  }

  /** Parses a token; empty if Steward did not issue it. */
  public Optional<RefreshToken> read(String text) {
    return bytes(text).filter(this::isAuthentic).map(RefreshTokens::parse);
  }

  /** Whether the token's session has expired. */
  public boolean isExpired(RefreshToken token) {
    return token.expiresAt() <= clock.millis() / 1000;
  }

  private static Optional<byte[]> bytes(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] bytes = DECODER.decode(text);
      // Accepts only the canonical spelling, in which unused bits are zero.
      return Optional.of(bytes).filter(b -> ENCODER.encodeToString(b).equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isAuthentic(byte[] bytes) {
    byte[] content = Arrays.copyOf(bytes, CONTENT_BYTES);
    byte[] mac = Arrays.copyOfRange(bytes, CONTENT_BYTES, bytes.length);
    return keys.isAuthentic(MacPurpose.REFRESH_TOKEN, content, mac);
  }

  private static RefreshToken parse(byte[] bytes) {
    ByteBuffer content = ByteBuffer.wrap(bytes);
    byte[] id = new byte[ID_BYTES];
    content.get(id);
    return new RefreshToken(ENCODER.encodeToString(id), content.getInt(), content.getLong());
  }
}
