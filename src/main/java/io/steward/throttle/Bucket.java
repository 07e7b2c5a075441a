package io.steward.throttle;

import io.steward.settings.ThrottleSettings.Rate;
import java.time.Duration;

/**
 * One thing that is counted.
 *
 * @param key names it, without a secret or an address of anybody's mail
 * @param most how many may be taken in all until it is forgiven
 * @param memory for how long it is remembered when nothing more is taken
 */
record Bucket(String key, Rate rate, int most, Duration memory) {
  private static final Duration SHORT = Duration.ofHours(1);

  /** One that only the passing of time limits. */
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
