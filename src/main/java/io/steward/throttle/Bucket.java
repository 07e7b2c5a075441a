package io.steward.throttle;

import io.steward.settings.ThrottleSettings.Rate;
import java.time.Duration;

/**
 * A leaky bucket, which counts one kind of attempt from one source.
 *
 * @param key the name of the bucket; contains neither a secret nor an email address
 * @param most the maximum number of attempts until the count is reset
 * @param memory how long the bucket is kept after the last attempt
 */
record Bucket(String key, Rate rate, int most, Duration memory) {
  private static final Duration SHORT = Duration.ofHours(1);

  /** A bucket that limits the rate of attempts, but not their total number. */
  static Bucket leaking(String key, Rate rate) {
    return new Bucket(key, rate, Integer.MAX_VALUE, SHORT);
  }

  double every() {
    return rate.every().toSeconds();
  }

  double slack() {
    return every() * (rate.burst() - 1);
  }
}
