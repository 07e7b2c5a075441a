package io.steward.settings.web;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How pages look.
 *
 * @param color the color of buttons, as {@code #rrggbb} in lower case; empty for Steward's own
 *     color
 * @param logo the absolute path of a picture; if empty, pages show only the name
 */
public record BrandSettings(Optional<String> color, Optional<Path> logo) {
  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

  static BrandSettings read(SettingReader reader) {
    return new BrandSettings(
        reader
            .text(Setting.BRAND_COLOR, COLOR, "must be a color such as #1d5fa8")
            .map(color -> color.toLowerCase(Locale.ROOT)),
        reader.file(Setting.BRAND_LOGO));
  }
}
