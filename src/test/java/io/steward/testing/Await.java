package io.steward.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition that another process brings about, and returns how long that took. */
public final class Await {
  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @return how long that took
   * @throws AssertionError when the condition does not hold in time
   */
  public static Duration until(String what, Duration patience, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
      }
      pause();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
