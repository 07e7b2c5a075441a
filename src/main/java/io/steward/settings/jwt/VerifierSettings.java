package io.steward.settings.jwt;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingsException;
import java.time.Duration;

/**
 * The settings of an application that verifies Steward's tokens.
 *
 * @param staleness how long tokens are accepted without a working revocation feed
 */
public record VerifierSettings(JwtSettings jwt, Duration staleness) {

  /**
   * Reads and checks only these settings.
   *
   * @throws SettingsException with all faults
   */
  public static VerifierSettings load(SettingSources sources) {
    SettingReader reader = new SettingReader(sources);
    VerifierSettings settings = new VerifierSettings(JwtSettings.read(reader), staleness(reader));
    reader.finish();
    return settings;
  }

  public static Duration staleness(SettingReader reader) {
    return reader.seconds(Setting.REVOCATION_STALENESS, 5, 3_600);
  }
}
