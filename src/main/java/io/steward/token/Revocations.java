package io.steward.token;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The sessions that have ended while access tokens of theirs may still be good, and how long ago
 * that was known to be all of them.
 */
public final class Revocations {
  /**
   * A session that has ended.
   *
   * @param expiresAt when the last of its access tokens has expired, in seconds since 1970
   * @param userDeleted whether its user is no more
   */
  public record Revocation(String sessionId, long expiresAt, boolean userDeleted) {}

  private record End(long expiresAt, TokenFault fault) {}

  private final ConcurrentMap<String, End> ended = new ConcurrentHashMap<>();

  private final AtomicLong version = new AtomicLong();
  private final long stalenessNanos;
  private final LongSupplier nanoTime;
  private volatile long completeAt;

  /** Nothing is known until the first {@link #complete}. */
  public Revocations(Duration staleness) {
    this(staleness, System::nanoTime);
  }

  /** For who is told nothing, ever: a token is good until it expires. */
  public static Revocations none() {
    Revocations none = new Revocations(Duration.ofNanos(Long.MAX_VALUE), () -> 0);
    none.complete(0);
    return none;
  }

  Revocations(Duration staleness, LongSupplier nanoTime) {
    this.stalenessNanos = staleness.toNanos();
    this.nanoTime = nanoTime;
    this.completeAt = nanoTime.getAsLong() - stalenessNanos - 1;
  }

  /** Takes no token of these sessions from now on. */
  public void add(Collection<Revocation> revocations) {
    revocations.forEach(
        r ->
            ended.put(
                r.sessionId(),
                new End(r.expiresAt(), r.userDeleted() ? TokenFault.NO_USER : TokenFault.REVOKED)));
    if (revocations.isEmpty()) {
      return;
    }
    // Not before: what is read under a number must not lack what the number counts.
    version.incrementAndGet();
  }

  /**
   * Says that all are here that were committed by then.
   *
   * @param nanoTime of {@link System#nanoTime}
   */
  public void complete(long nanoTime) {
    completeAt = nanoTime;
  }

  /** Forgets those whose tokens have expired. */
  public void forget(long now) {
    if (ended.values().removeIf(end -> end.expiresAt() <= now)) {
      version.incrementAndGet();
    }
  }

  /** All that there are, in no order. */
  public List<Revocation> all() {
    return ended.entrySet().stream()
        .map(
            e ->
                new Revocation(
                    e.getKey(),
                    e.getValue().expiresAt(),
                    e.getValue().fault() == TokenFault.NO_USER))
        .toList();
  }

  /** Another number whenever these are others than before. */
  public long version() {
    return version.get();
  }

  /** How many there are. */
  public int size() {
    return ended.size();
  }

  /** For how long it has been unknown whether these are all. */
  public Duration staleness() {
    return Duration.ofNanos(nanoTime.getAsLong() - completeAt);
  }

  /** Whether that is too long to say yes to any token. */
  public boolean isStale() {
    return nanoTime.getAsLong() - completeAt > stalenessNanos;
  }

  void judge(String sessionId) {
    End end = ended.get(sessionId);
    if (end != null) {
      throw new InvalidTokenException(end.fault());
    }
    if (isStale()) {
      throw new InvalidTokenException(TokenFault.UNDECIDED);
    }
  }
}
