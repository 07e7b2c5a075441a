package io.steward.settings;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Forward authorization for proxies.
 *
 * @param rules the absolute path of the rules file; if empty, there are no endpoints for proxies
 * @param hasIdentityToken whether proxies also pass a signed identity token to applications
 */
public record AuthzSettings(Optional<Path> rules, boolean hasIdentityToken) {
  private static final Pattern SWITCH = Pattern.compile("on|off");

  static AuthzSettings read(SettingReader reader) {
    Optional<SettingValue> value = reader.value(Setting.AUTHZ_RULES);
    if (value.isPresent() && reader.find(Setting.PROXY_TRUSTED).isEmpty()) {
      reader.fault(
          value.get().label()
              + " is set, but no proxy is trusted: name its network in STEWARD_PROXY_TRUSTED");
    }
    boolean hasIdentityToken =
        reader
            .text(Setting.AUTHZ_IDENTITY_TOKEN, SWITCH, "must be on or off")
            .filter("on"::equals)
            .isPresent();
    return new AuthzSettings(path(reader, value), hasIdentityToken);
  }

  private static Optional<Path> path(SettingReader reader, Optional<SettingValue> value) {
    try {
      return value.map(file -> Path.of(file.text()).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      value.ifPresent(file -> reader.refuse(file, "must be the path of a file"));
      return Optional.empty();
    }
  }
}
