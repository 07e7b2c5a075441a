package io.steward.token;

import io.steward.settings.JwtSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** A key that signs and verifies (RFC 7518, 3.2), and the one header that goes with it. */
final class HmacKey {
  private static final String TYPE = "at+jwt";
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String algorithm;
  private final String keyId;
  private final Key key;
  private final String header;
  // Making a Mac costs as much as using it; a thread local would outlive a redeployed WAR.
  private final Queue<Mac> idle = new ConcurrentLinkedQueue<>();

  private HmacKey(String algorithm, byte[] secret) throws JoseException {
    this.algorithm = algorithm;
    this.key = new SecretKeySpec(secret, javaAlgorithm(algorithm));
    this.keyId = BASE64URL.encodeToString(Arrays.copyOf(mac(bytes("key id"), 6), 8));
    this.header = blank().getHeaders().getEncodedHeader();
  }

  static HmacKey of(JwtSettings settings) {
    try {
      return new HmacKey(settings.algorithm().name(), bytes(settings.secret().reveal()));
    } catch (JoseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String javaAlgorithm(String algorithm) throws JoseException {
    return AlgorithmFactoryFactory.getInstance()
        .getJwsAlgorithmFactory()
        .getAlgorithm(algorithm)
        .getJavaAlgorithm();
  }

  /** A signature that lacks only its payload. */
  JsonWebSignature blank() {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(algorithm);
    jws.setHeader(HeaderParameterNames.TYPE, TYPE);
    jws.setKeyIdHeaderValue(keyId);
    jws.setKey(key);
    return jws;
  }

  /** The first part of every token that this key signs: compared as text, never parsed. */
  String header() {
    return header;
  }

  /** The third part of a token whose first two, with their dot, are the first bytes of a text. */
  byte[] signature(byte[] text, int length) {
    return BASE64URL.encode(mac(text, length));
  }

  private byte[] mac(byte[] text, int length) {
    Mac mac = borrow();
    mac.update(text, 0, length);
    byte[] result = mac.doFinal();
    idle.offer(mac);
    return result;
  }

  private Mac borrow() {
    @Nullable Mac mac = idle.poll();
    return mac != null ? mac : open();
  }

  private Mac open() {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
