package io.steward.settings.web;

import io.steward.origin.forwarding.Networks;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a list of networks. */
public final class NetworkList {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  private NetworkList() {}

  /** The networks of a list; empty without the setting, or if the list is malformed. */
  public static Networks read(SettingReader reader, Setting setting) {
    Optional<SettingValue> value = reader.value(setting);
    Optional<Networks> networks =
        value.flatMap(
            list ->
                Networks.parse(SEPARATOR.splitAsStream(list.text()).collect(Collectors.toSet())));
    if (value.isPresent() && networks.isEmpty()) {
      reader.refuse(
          value.get(), "must be a list of networks such as 127.0.0.1, 10.0.0.0/8, 2001:db8::/32");
    }
    return networks.or(() -> Networks.parse(Set.of())).orElseThrow();
  }
}
