package io.steward.settings;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.time.Duration;

/**
 * How long sessions last; all in whole seconds.
 *
 * @param lifetime counted from the log-in
 * @param idleLifetime counted from the last refresh
 * @param grace how long a used refresh token still returns its successor
 * @param staleness how long tokens are accepted without a working revocation feed
 */
public record SessionSettings(
    Duration lifetime, Duration idleLifetime, Duration grace, Duration staleness) {
  private static final int YEAR = 31_536_000;

  static SessionSettings read(SettingReader reader) {
    return new SessionSettings(
        reader.seconds(Setting.REFRESH_LIFETIME, 60, YEAR),
        reader.seconds(Setting.REFRESH_IDLE_LIFETIME, 60, YEAR),
        reader.seconds(Setting.REFRESH_GRACE, 0, 30),
        VerifierSettings.staleness(reader));
  }
}
