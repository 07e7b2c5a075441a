package io.steward.settings;

import java.time.Duration;

/**
 * How long sessions last; all in whole seconds.
 *
 * @param lifetime from the log-in on
 * @param idleLifetime from the last refresh on
 * @param grace for how long a used refresh token gives its successor again
 * @param staleness for how long tokens are accepted without news of revocations
 */
public record SessionSettings(
    Duration lifetime, Duration idleLifetime, Duration grace, Duration staleness) {
  private static final int YEAR = 31_536_000;

  static SessionSettings read(SettingReader reader) {
    return new SessionSettings(
        reader.seconds(Setting.REFRESH_LIFETIME, 60, YEAR),
        reader.seconds(Setting.REFRESH_IDLE_LIFETIME, 60, YEAR),
        reader.seconds(Setting.REFRESH_GRACE, 0, 30),
        reader.seconds(Setting.REVOCATION_STALENESS, 5, 3_600));
  }
}
