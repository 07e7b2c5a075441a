package io.steward.token.key.rotation;

import io.steward.crypto.RandomValues;
import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.token.key.KeyRing;
import io.steward.token.key.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** Rotation of keys. */
public final class KeyRotation {
  private final JwtAlgorithm algorithm;
  private final Duration delay;
  private final Duration longestUse;

  /**
   * Rotates keys of one algorithm.
   *
   * @param delay the time until a new key signs; every node must have read the key by then
   * @param longestUse the longest lifetime of a token
   */
  public KeyRotation(JwtAlgorithm algorithm, Duration delay, Duration longestUse) {
    this.algorithm = algorithm;
    this.delay = delay;
    this.longestUse = longestUse;
  }

  /** A new key that signs from {@code notBefore}. */
  public static StoredKey fresh(JwtAlgorithm algorithm, Instant notBefore) {
    byte[] secret = RandomValues.bytes(algorithm.minimumKeyBytes());
    String day = DateTimeFormatter.BASIC_ISO_DATE.format(notBefore.atOffset(ZoneOffset.UTC));
    String id = day + "-" + RandomValues.base64Url(6);
    return new StoredKey(id, notBefore, new SecretKeySpec(secret, "HMAC"));
  }

  /** The keys whose tokens may still be in use. */
  public List<StoredKey> inUse(List<StoredKey> keys, Instant now) {
    return keys.stream().filter(key -> isInUse(key, keys, now)).toList();
  }

  /** The keys, followed by a new key. */
  public List<StoredKey> rotated(List<StoredKey> keys, Instant now) {
    List<StoredKey> rotated = new ArrayList<>(keys);
    rotated.add(fresh(algorithm, now.plus(delay)));
    return rotated;
  }

  private boolean isInUse(StoredKey key, List<StoredKey> keys, Instant now) {
    return keys.stream()
        .map(StoredKey::notBefore)
        .filter(successor -> successor.isAfter(key.notBefore()))
        .noneMatch(successor -> successor.plus(longestUse).isBefore(now));
  }

  /** The key that signs at that time. */
  public static Optional<StoredKey> signing(List<StoredKey> keys, Instant now) {
    return KeyRing.newest(keys, StoredKey::notBefore, now);
  }
}
