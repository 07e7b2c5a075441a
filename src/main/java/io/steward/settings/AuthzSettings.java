package io.steward.settings;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Forward authorization for proxies.
 *
 * @param rules the absolute path of the rules file; if empty, there are no endpoints for proxies
 * @param hasIdentityToken whether proxies also pass a signed identity token to applications
 * @param portals the applications that people enter with a browser; empty if only programs ask
 */
public record AuthzSettings(
    Optional<Path> rules, boolean hasIdentityToken, Optional<PortalSettings> portals) {
  private static final String NO_PROXY =
      " is set, but no proxy is trusted: name its network in STEWARD_PROXY_TRUSTED";

  static AuthzSettings read(SettingReader reader) {
    Optional<Path> rules = reader.file(Setting.AUTHZ_RULES);
    if (rules.isPresent() && reader.find(Setting.PROXY_TRUSTED).isEmpty()) {
      reader.find(Setting.AUTHZ_RULES).ifPresent(value -> reader.fault(value.label() + NO_PROXY));
    }
    return new AuthzSettings(
        rules, reader.isOn(Setting.AUTHZ_IDENTITY_TOKEN), PortalSettings.read(reader));
  }
}
