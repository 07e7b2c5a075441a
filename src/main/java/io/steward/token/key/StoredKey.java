package io.steward.token.key;

import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.settings.source.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key as stored in its file.
 *
 * @param id its {@code kid}
 * @param notBefore the time from which the key signs, in whole seconds; before that, it only
 *     verifies
 */
public record StoredKey(String id, Instant notBefore, SecretKey secret) {
  /** The key of a secret in the settings, with the id that its tokens name. */
  public static StoredKey of(JwtAlgorithm algorithm, Secret secret) {
    byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return new StoredKey(
        HmacKey.of(algorithm, bytes).id(), Instant.EPOCH, new SecretKeySpec(bytes, "HMAC"));
  }
}
