package io.steward.token.key;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys in use: the newest key in force signs; all keys verify. A reload replaces all keys at
 * once.
 */
public final class KeyRing {
  private final Clock clock;
  private volatile List<HmacKey> keys;

  KeyRing(List<HmacKey> keys, Clock clock) {
    this.clock = clock;
    this.keys = List.copyOf(keys);
  }

  void replace(List<HmacKey> newKeys) {
    keys = List.copyOf(newKeys);
  }

  /** All keys; their order has no meaning. */
  public List<HmacKey> all() {
    return keys;
  }

  /**
   * The key that signs now: the newest in force; if several are equally new, the last one in the
   * list.
   */
  public HmacKey signing() {
    return newest(keys, HmacKey::inForceFrom, clock.instant()).orElseThrow();
  }

  /** The key that came into force first; it changes only when that key is removed. */
  public HmacKey oldest() {
    return Collections.min(
        keys, Comparator.comparing(HmacKey::inForceFrom).thenComparing(HmacKey::id));
  }

  /** The newest key that is in force; the last one in the list if several are equally new. */
  public static <K> Optional<K> newest(
      List<K> keys, Function<K, Instant> inForceFrom, Instant now) {
    return keys.stream()
        .filter(key -> !inForceFrom.apply(key).isAfter(now))
        .reduce((a, b) -> inForceFrom.apply(b).isBefore(inForceFrom.apply(a)) ? a : b);
  }

  /** Whether a key of this ring made this MAC; compared in constant time. */
  public boolean isAuthentic(MacPurpose purpose, byte[] content, byte[] mac) {
    boolean isAuthentic = false;
    for (HmacKey key : keys) {
      isAuthentic |= MessageDigest.isEqual(key.mac(purpose, content), mac);
    }
    return isAuthentic;
  }

  /** The key with that id; the signing key if there is no such key. */
  public HmacKey byId(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst().orElseGet(this::signing);
  }
}
