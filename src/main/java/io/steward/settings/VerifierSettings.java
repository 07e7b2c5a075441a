package io.steward.settings;

import java.time.Duration;

/**
 * What is needed to verify tokens that Steward issues elsewhere.
 *
 * @param staleness for how long tokens are accepted without news of revocations
 */
public record VerifierSettings(JwtSettings jwt, Duration staleness) {

  /**
   * Reads and checks these settings alone.
   *
   * @throws SettingsException with every fault there is
   */
  public static VerifierSettings load(SettingSources sources) {
    SettingReader reader = new SettingReader(sources);
    VerifierSettings settings =
        new VerifierSettings(
            JwtSettings.read(reader), reader.seconds(Setting.REVOCATION_STALENESS, 5, 3_600));
    reader.finish();
    return settings;
  }
}
