package io.steward.token.key;

import io.steward.settings.jwt.JwtAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.HeaderParameterNames;

/** A key that signs and verifies (RFC 7518, 3.2), and the keys derived from it. */
public final class HmacKey {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final JwtAlgorithm algorithm;
  private final String id;
  private final Instant inForceFrom;
  private final MacPool signatures;
  private final Map<MacPurpose, MacPool> derived = new EnumMap<>(MacPurpose.class);
  private final TokenKey accessTokens;
  private final TokenKey portalTokens;

  private HmacKey(JwtAlgorithm algorithm, String id, Instant inForceFrom, MacPool signatures) {
    this.algorithm = algorithm;
    this.id = id;
    this.inForceFrom = inForceFrom;
    this.signatures = signatures;
    for (MacPurpose purpose : MacPurpose.values()) {
      derived.put(purpose, derived(signatures, purpose.label()));
    }
    this.accessTokens = new TokenKey(TokenType.ACCESS, this, signatures);
    this.portalTokens = new TokenKey(TokenType.PORTAL, this, portals(signatures));
  }

  /** A key with the id from its file. */
  static HmacKey of(JwtAlgorithm algorithm, String id, Instant inForceFrom, byte[] secret) {
    return new HmacKey(algorithm, id, inForceFrom, new MacPool(secret, algorithm.mac()));
  }

  /** A key that is always in force; its id is its fingerprint. */
  static HmacKey of(JwtAlgorithm algorithm, byte[] secret) {
    MacPool signatures = new MacPool(secret, algorithm.mac());
    return new HmacKey(algorithm, fingerprint(signatures), Instant.MIN, signatures);
  }

  private static String fingerprint(MacPool signatures) {
    byte[] label = bytes("key id");
    byte[] mac = signatures.mac(label, label.length);
    return BASE64URL.encodeToString(Arrays.copyOf(mac, 8));
  }

  /** A derived key for another purpose; neither key verifies the other's signatures. */
  private static MacPool derived(MacPool key, String purpose) {
    byte[] label = bytes(purpose);
    return new MacPool(key.mac(label, label.length), "HmacSHA256");
  }

  /** The derived key for tokens of portals. It is as long as the algorithm requires. */
  private static MacPool portals(MacPool key) {
    byte[] label = bytes("portal token");
    return new MacPool(key.mac(label, label.length), key.key().getAlgorithm());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The header parameter {@code kid}. */
  public String id() {
    return id;
  }

  /** Identifies the key by its content, not by its id: 64 bits of a MAC, base64url. */
  public String fingerprint() {
    return fingerprint(signatures);
  }

  public Instant inForceFrom() {
    return inForceFrom;
  }

  /** The key for tokens of a type. */
  public TokenKey tokens(TokenType type) {
    return type == TokenType.ACCESS ? accessTokens : portalTokens;
  }

  /** A signature for a token of another type, made with the audience's derived key. */
  public JsonWebSignature blank(String type, String audience) {
    return blank(type, audienceKey(audience).secret());
  }

  JsonWebSignature blank(String type, SecretKey key) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(algorithm.name());
    jws.setHeader(HeaderParameterNames.TYPE, type);
    jws.setKeyIdHeaderValue(id);
    jws.setKey(key);
    return jws;
  }

  /**
   * The key derived for an audience; with this key, the audience can only sign tokens for itself.
   */
  public StoredKey audienceKey(String audience) {
    byte[] label = bytes("identity token for " + audience);
    SecretKey secret = new SecretKeySpec(signatures.mac(label, label.length), "HMAC");
    return new StoredKey(id, inForceFrom, secret);
  }

  /**
   * A number from 0 to 1 for a text, unpredictable without the key.
   *
   * @param purpose other purposes give other numbers
   */
  public double position(String purpose, String text) {
    byte[] bytes = bytes(text);
    byte[] mac = derived(signatures, purpose).mac(bytes, bytes.length);
    return (ByteBuffer.wrap(mac).getLong() >>> 11) / (double) (1L << 53);
  }

  /** The 32-byte MAC of a content for a purpose. */
  public byte[] mac(MacPurpose purpose, byte[] content) {
    return Objects.requireNonNull(derived.get(purpose)).mac(content, content.length);
  }
}
