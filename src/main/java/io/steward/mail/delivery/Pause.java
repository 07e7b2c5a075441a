package io.steward.mail.delivery;

import java.time.Duration;

/** A pause that doubles each time it begins again, from 1 s to 60 s. */
final class Pause {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Duration next = SHORTEST;
  private long until = System.nanoTime();

  boolean isOver() {
    return System.nanoTime() - until >= 0;
  }

  void begin() {
    until = System.nanoTime() + next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** Lets the next pause be short again; returns whether there was one. */
  boolean end() {
    boolean wasPaused = !next.equals(SHORTEST);
    next = SHORTEST;
    return wasPaused;
  }
}
