package io.steward.settings.web;

import io.steward.settings.source.SettingReader;
import java.util.Set;

/**
 * What strangers on the web may do.
 *
 * @param origins the other origins whose pages may use the API, exactly as browsers write them
 */
public record WebSettings(RegistrationMode registration, Set<String> origins) {
  public static WebSettings read(SettingReader reader) {
    return new WebSettings(RegistrationMode.read(reader), OriginList.read(reader));
  }
}
