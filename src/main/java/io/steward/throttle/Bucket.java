package io.steward.throttle;

import io.steward.settings.ThrottleSettings.Rate;
import java.time.Duration;

/**
 * The count of one kind of attempt by one source.
 *
 * @param key its name, without a secret or an email address
 * @param most the maximum of attempts until they are forgiven
 * @param memory how long it is kept after the last attempt
 */
record Bucket(String key, Rate rate, int most, Duration memory) {
  private static final Duration SHORT = Duration.ofHours(1);

  /** A bucket whose attempts only expire with time. */
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
