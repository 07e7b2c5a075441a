package io.steward.throttle;

import io.steward.settings.ThrottleSettings.Rate;
import java.time.Duration;

/**
 * A leaky bucket, which counts one kind of attempt from one source.
 *
 * @param key the name of the bucket; contains neither a secret nor an email address
 * @param most after this many attempts without a reset, the bucket drips: it leaks more slowly and
 *     admits one attempt at a time
 * @param memory how long the bucket is kept after the last attempt
 */
record Bucket(String key, Rate rate, int most, Duration memory) {
  private static final Duration SHORT = Duration.ofHours(1);
  private static final int DRIP_FACTOR = 20;
  private static final double SLOWEST_DRIP = Duration.ofHours(1).toSeconds();

  /** A bucket that limits the rate of attempts, but not their total number. */
  static Bucket leaking(String key, Rate rate) {
    return new Bucket(key, rate, Integer.MAX_VALUE, SHORT.plus(rate.every()));
  }

  double every() {
    return rate.every().toSeconds();
  }

  /** The seconds between attempts while the bucket drips. */
  double drip() {
    return Math.max(every(), Math.min(DRIP_FACTOR * every(), SLOWEST_DRIP));
  }

  double slack() {
    return every() * (rate.burst() - 1);
  }
}
