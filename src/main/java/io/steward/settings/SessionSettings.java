package io.steward.settings;

import io.steward.settings.jwt.VerifierSettings;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.time.Duration;

/**
 * How long sessions last, in whole seconds, and how many a user may have.
 *
 * @param lifetime how long a session lasts after the log-in
 * @param idleLifetime how long a session lasts after its last refresh
 * @param grace how long a used refresh token still returns its successor
 * @param perUser how many sessions a user may have at a time
 * @param staleness how long tokens are accepted without a working revocation feed
 */
public record SessionSettings(
    Duration lifetime, Duration idleLifetime, Duration grace, int perUser, Duration staleness) {
  private static final int YEAR = 31_536_000;

  static SessionSettings read(SettingReader reader) {
    return new SessionSettings(
        reader.seconds(Setting.REFRESH_LIFETIME, 60, YEAR),
        reader.seconds(Setting.REFRESH_IDLE_LIFETIME, 60, YEAR),
        reader.seconds(Setting.REFRESH_GRACE, 0, 30),
        reader.number(Setting.SESSIONS_PER_USER, 1, 1000, ""),
        VerifierSettings.staleness(reader));
  }
}
