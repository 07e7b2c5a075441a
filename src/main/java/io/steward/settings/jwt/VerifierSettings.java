package io.steward.settings.jwt;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingValue;
import io.steward.settings.source.SettingsException;
import java.time.Duration;

/**
 * The settings of an application that verifies Steward's tokens.
 *
 * @param staleness how long tokens are accepted without a working revocation feed
 * @param portalDomain the parent domain of Steward and its portals, as it was written; may be empty
 * @param portalLifetime how long a portal's cookie is valid at most, in whole seconds
 */
public record VerifierSettings(
    JwtSettings jwt, Duration staleness, String portalDomain, Duration portalLifetime) {

  /**
   * Reads and checks only these settings.
   *
   * @throws SettingsException with all faults
   */
  public static VerifierSettings load(SettingSources sources) {
    SettingReader reader = new SettingReader(sources);
    VerifierSettings settings =
        new VerifierSettings(
            JwtSettings.read(reader),
            staleness(reader),
            reader.value(Setting.PORTAL_DOMAIN).map(SettingValue::text).orElse(""),
            portalLifetime(reader));
    reader.finish();
    return settings;
  }

  public static Duration portalLifetime(SettingReader reader) {
    return reader.seconds(Setting.PORTAL_LIFETIME, 600, 604_800);
  }

  public static Duration staleness(SettingReader reader) {
    return reader.seconds(Setting.REVOCATION_STALENESS, 5, 3_600);
  }
}
