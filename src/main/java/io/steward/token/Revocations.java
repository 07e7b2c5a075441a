package io.steward.token;

import io.steward.token.ended.EndedSession;
import io.steward.token.ended.EndedSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The ended sessions whose access tokens have not expired yet, and when this list was last known to
 * be complete.
 */
public final class Revocations {
  // Revocations by other nodes must take effect here within one second.
  private static final long SUSPECT_NANOS = Duration.ofMillis(700).toNanos();
  // Steward's own feed and those of filters look about once a second.
  private static final long LATE_NANOS = Duration.ofSeconds(10).toNanos();

  private final EndedSessions ended = new EndedSessions();
  private final BulkRevocations bulk = new BulkRevocations();
  private final AtomicLong version = new AtomicLong();
  private final long stalenessNanos;
  private final LongSupplier nanoTime;
  private final Object feedState = new Object();
  private volatile long completeAt;
  private volatile String position = "";
  private volatile boolean isLost;
  private volatile boolean isSuspect;
  private volatile long suspectAt;

  /** No token is accepted until the first call of {@link #complete}. */
  public Revocations(Duration staleness) {
    this(staleness, System::nanoTime);
  }

  /** For verifiers without a feed: tokens stay valid until they expire. */
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

  /** Rejects the tokens of these sessions from now on. */
  public void add(Collection<EndedSession> revocations) {
    revocations.forEach(ended::add);
    if (revocations.isEmpty()) {
      return;
    }
    // Incremented last, because a reader that sees this version must also see its entries.
    version.incrementAndGet();
  }

  /** Rejects the tokens of the sessions that a source adds from now on. */
  public void addAll(Consumer<EndedSessions> source) {
    source.accept(ended);
    version.incrementAndGet();
  }

  /** Rejects the tokens of all sessions that these ends cover from now on. */
  public void addBulk(Collection<BulkRevocation> revocations) {
    bulk.add(revocations);
    if (!revocations.isEmpty()) {
      version.incrementAndGet();
    }
  }

  /**
   * Records that the list contains every revocation committed by that time.
   *
   * @param nanoTime a value of {@link System#nanoTime}
   */
  public void complete(long nanoTime) {
    completeAt = nanoTime;
  }

  /**
   * Records the position up to which the list contains every revocation.
   *
   * @param text the feed's position, opaque here
   */
  public void reached(String text) {
    position = text;
  }

  /** The feed's position that the list has reached; empty before the first. */
  public String position() {
    return position;
  }

  /** Records that the feed has failed, until {@link #followed}. */
  public void lost() {
    synchronized (feedState) {
      isLost = true;
    }
  }

  /** Records that the feed sees new revocations. */
  public void followed() {
    if (isLost) {
      regain();
    }
  }

  private void regain() {
    synchronized (feedState) {
      isLost = false;
      isSuspect = false;
    }
  }

  /** Whether the feed has failed, or is late: the database may be away. */
  public boolean areBehind() {
    return isLost || nanoTime.getAsLong() - completeAt > LATE_NANOS;
  }

  /**
   * Records that the database has committed a transaction of this node. While the feed has failed,
   * other nodes may be recording revocations again. So if the feed does not return soon, tokens are
   * refused until it does.
   */
  public void served() {
    if (isLost && !isSuspect) {
      suspect();
    }
  }

  private void suspect() {
    synchronized (feedState) {
      if (isLost && !isSuspect) {
        suspectAt = nanoTime.getAsLong();
        isSuspect = true;
      }
    }
  }

  /** Drops entries whose tokens have expired. */
  public void forget(long now) {
    boolean anyBulk = bulk.forget(now);
    boolean anySingle = ended.forget(now);
    if (anyBulk || anySingle) {
      version.incrementAndGet();
    }
  }

  /** The ends of many sessions at once, in no particular order. */
  public List<BulkRevocation> bulk() {
    return bulk.all();
  }

  /** The sessions that were ended one by one. */
  public List<EndedSession> all() {
    List<EndedSession> all = new ArrayList<>(size());
    forEach(all::add);
    return all;
  }

  /** Visits the sessions that were ended one by one, in the same order on all nodes. */
  public void forEach(Consumer<EndedSession> visitor) {
    ended.forEach(visitor);
  }

  /** Changes whenever the entries change. */
  public long version() {
    return version.get();
  }

  /** The number of sessions that were ended one by one. */
  public int size() {
    return ended.size();
  }

  /** The time since the list was last known to be complete. */
  public Duration staleness() {
    return Duration.ofNanos(nanoTime.getAsLong() - completeAt);
  }

  /** Whether the list of revocations is so old that every token must be refused. */
  public boolean isStale() {
    long now = nanoTime.getAsLong();
    return now - completeAt > stalenessNanos || (isSuspect && now - suspectAt > SUSPECT_NANOS);
  }

  void judge(AccessToken token) {
    EndedSession end = ended.find(token.sessionId());
    if (end != null) {
      throw new InvalidTokenException(end.userDeleted() ? TokenFault.NO_USER : TokenFault.REVOKED);
    }
    TokenFault fault = bulk.fault(token);
    if (fault != null) {
      throw new InvalidTokenException(fault);
    }
    if (isStale()) {
      throw new InvalidTokenException(TokenFault.UNDECIDED);
    }
  }
}
