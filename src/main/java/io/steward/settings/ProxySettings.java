package io.steward.settings;

import io.steward.origin.forwarding.Networks;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.web.NetworkList;

/**
 * Which proxies may state the sender's address.
 *
 * @param trusted the networks of the proxies; empty by default
 */
public record ProxySettings(Networks trusted) {
  static ProxySettings read(SettingReader reader) {
    return new ProxySettings(NetworkList.read(reader, Setting.PROXY_TRUSTED));
  }
}
