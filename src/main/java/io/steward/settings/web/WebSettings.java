package io.steward.settings.web;

import io.steward.origin.forwarding.Networks;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.util.Set;

/**
 * What strangers on the web may do.
 *
 * @param origins the other origins whose pages may use the API, exactly as browsers write them
 * @param adminNetworks the networks from which the administration is open; empty for all
 */
public record WebSettings(
    RegistrationMode registration, Set<String> origins, Networks adminNetworks) {
  public static WebSettings read(SettingReader reader) {
    return new WebSettings(
        RegistrationMode.read(reader),
        OriginList.read(reader),
        NetworkList.read(reader, Setting.ADMIN_NETWORKS));
  }
}
