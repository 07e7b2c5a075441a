package io.steward.settings;

import io.steward.origin.forwarding.Networks;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which proxies may state the sender's address.
 *
 * @param trusted the networks of the proxies; empty by default
 */
public record ProxySettings(Networks trusted) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  static ProxySettings read(SettingReader reader) {
    Optional<SettingValue> value = reader.value(Setting.PROXY_TRUSTED);
    Optional<Networks> networks = value.flatMap(v -> Networks.parse(split(v.text())));
    if (value.isPresent() && networks.isEmpty()) {
      reader.refuse(
          value.get(), "must be a list of networks such as 127.0.0.1, 10.0.0.0/8, 2001:db8::/32");
    }
    return new ProxySettings(networks.or(() -> Networks.parse(Set.of())).orElseThrow());
  }

  private static Set<String> split(String list) {
    return SEPARATOR.splitAsStream(list).collect(Collectors.toSet());
  }
}
