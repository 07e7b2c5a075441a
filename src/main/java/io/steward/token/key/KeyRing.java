package io.steward.token.key;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The keys in use: the newest that is in force signs, all verify. Replaced as a whole. */
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

  /** All of them, in no order that matters. */
  public List<HmacKey> all() {
    return keys;
  }

  /** The one that signs now: of those in force the newest, and of these the one listed last. */
  public HmacKey signing() {
    return newest(keys, HmacKey::inForceFrom, clock.instant()).orElseThrow();
  }

  static <K> Optional<K> newest(List<K> keys, Function<K, Instant> inForceFrom, Instant now) {
    return keys.stream()
        .filter(key -> !inForceFrom.apply(key).isAfter(now))
        .reduce((a, b) -> inForceFrom.apply(b).isBefore(inForceFrom.apply(a)) ? a : b);
  }

  /** The key of that id, or the signing one where it is gone. */
  public HmacKey byId(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst().orElseGet(this::signing);
  }
}
