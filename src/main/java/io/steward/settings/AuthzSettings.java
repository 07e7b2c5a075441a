package io.steward.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * By which rules proxies are answered.
 *
 * @param rules a file; absolute; where there is none, proxies are not answered at all
 */
public record AuthzSettings(Optional<Path> rules) {

  static AuthzSettings read(SettingReader reader) {
    Optional<SettingValue> value = reader.value(Setting.AUTHZ_RULES);
    if (value.isPresent() && reader.find(Setting.PROXY_TRUSTED).isEmpty()) {
      reader.fault(
          value.get().label()
              + " is set, but no proxy may ask: name its network in STEWARD_PROXY_TRUSTED");
    }
    try {
      return new AuthzSettings(
          value.map(file -> Path.of(file.text()).toAbsolutePath().normalize()));
    } catch (InvalidPathException e) {
      value.ifPresent(file -> reader.refuse(file, "must be the path of a file"));
      return new AuthzSettings(Optional.empty());
    }
  }
}
