package io.steward.settings.web;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How pages look.
 *
 * @param color of buttons, as {@code #rrggbb} in lower case; empty for Steward's own
 * @param logo the absolute path of a picture; empty for the name alone
 */
public record BrandSettings(Optional<String> color, Optional<Path> logo) {
  private static final Pattern COLOR = Pattern.compile("#[0-9a-f]{6}");

  static BrandSettings read(SettingReader reader) {
    return new BrandSettings(
        reader.text(Setting.BRAND_COLOR, COLOR, "must be a color such as #1d5fa8"),
        reader.file(Setting.BRAND_LOGO));
  }
}
