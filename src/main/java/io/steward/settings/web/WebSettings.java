package io.steward.settings.web;

import io.steward.settings.source.SettingReader;

/** What strangers on the web may do. */
public record WebSettings(RegistrationMode registration) {
  public static WebSettings read(SettingReader reader) {
    return new WebSettings(RegistrationMode.read(reader));
  }
}
