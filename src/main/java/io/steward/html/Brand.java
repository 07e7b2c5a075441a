package io.steward.html;

import io.steward.settings.web.BrandSettings;
import java.util.Locale;
import java.util.Optional;

/**
 * How pages present the organisation.
 *
 * @param name its name
 * @param color of buttons, as {@code #rrggbb}; empty for Steward's own
 * @param logo its picture; empty for the name alone
 */
public record Brand(String name, Optional<String> color, Optional<Asset> logo) {
  /**
   * Reads the brand.
   *
   * @throws io.steward.settings.source.SettingsException if the logo cannot be used
   */
  public static Brand of(String name, BrandSettings settings) {
    return new Brand(name, settings.color(), settings.logo().map(Logo::read));
  }

  /** Above this luminance, black text is easier to read than white text (WCAG 2.2, 1.4.3). */
  private static final double BRIGHT = 0.179;

  /** The rules that color the style sheet; empty for Steward's own color. */
  String rules() {
    return color
        .map(
            hex ->
                ":root{--brand:%s;--on-brand:%s}".formatted(hex, isBright(hex) ? "#000" : "#fff"))
        .orElse("");
  }

  private static boolean isBright(String hex) {
    double luminance = 0.2126 * linear(hex, 1) + 0.7152 * linear(hex, 3) + 0.0722 * linear(hex, 5);
    return luminance > BRIGHT;
  }

  private static double linear(String hex, int from) {
    double value =
        Integer.parseInt(hex.toLowerCase(Locale.ROOT).substring(from, from + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
