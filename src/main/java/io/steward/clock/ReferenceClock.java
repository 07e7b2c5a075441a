package io.steward.clock;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of another machine: its clock when it was last read, plus the monotonic time since. If
 * this machine's wall clock jumps, this clock does not. Before the first reading it shows the wall
 * clock.
 */
public final class ReferenceClock extends Clock {
  /** The permitted difference; if a wall clock differs by more, its node issues no tokens. */
  public static final Duration LARGEST_DIFFERENCE = Duration.ofSeconds(60);

  private static final String WRONG = "The clock of this node is wrong; retry shortly.";

  private final Clock wall;
  private final LongSupplier nanoTime;
  private volatile boolean isKnown;
  // The monotonic time plus this offset is the time in nanoseconds since 1970.
  private volatile long offset;
  private volatile long smallestOffset = Long.MAX_VALUE;

  public ReferenceClock(Clock wall) {
    this(wall, System::nanoTime);
  }

  ReferenceClock(Clock wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a reading. A slow reading that agrees with this clock does not change it.
   *
   * @param millis the other machine's clock, in milliseconds since 1970
   * @param asked the value of {@link System#nanoTime} before the request for that clock
   * @param answered the value of {@link System#nanoTime} after the response
   */
  public synchronized void set(long millis, long asked, long answered) {
    // The clock was read at some moment between question and answer.
    long least = TimeUnit.MILLISECONDS.toNanos(millis) - answered;
    long most = TimeUnit.MILLISECONDS.toNanos(millis + 1) - asked;
    offset = isKnown ? Math.min(Math.max(offset, least), most) : least;
    smallestOffset = Math.min(smallestOffset, offset);
    isKnown = true;
  }

  /**
   * A time, in seconds since 1970, that is never later than {@link #instant}, even if the other
   * machine's clock was ahead for a while. Use it to decide what may be forgotten.
   */
  public long earliestSeconds() {
    return isKnown
        ? Math.floorDiv(nanoTime.getAsLong() + smallestOffset, TimeUnit.SECONDS.toNanos(1))
        : 0;
  }

  /** How far this machine's wall clock is ahead; negative if it is behind. */
  public Duration difference() {
    return Duration.ofMillis(wall.millis() - millis());
  }

  /** Whether this clock was read, and this machine's wall clock differs by 60 s at most. */
  public boolean isRight() {
    return isKnown && difference().abs().compareTo(LARGEST_DIFFERENCE) <= 0;
  }

  /**
   * Refuses to issue tokens while this machine's wall clock is wrong.
   *
   * @throws ProblemException 503
   */
  public void demandRight() {
    if (!isKnown) {
      throw new ProblemException(ProblemType.UNAVAILABLE);
    }
    if (!isRight()) {
      throw new ProblemException(ProblemType.UNAVAILABLE, WRONG);
    }
  }

  @Override
  public long millis() {
    return isKnown
        ? Math.floorDiv(nanoTime.getAsLong() + offset, TimeUnit.MILLISECONDS.toNanos(1))
        : wall.millis();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** This clock; it is only used in UTC. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
