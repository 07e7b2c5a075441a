package io.steward.testing.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The screen on which a window shows its page. */
public final class Screen {
  private static final int HEIGHT = 900;

  private final Chromium chromium;

  public Screen(Chromium chromium) {
    this.chromium = chromium;
  }

  /** Shows the page in a width, in CSS pixels, and in light or dark colors. */
  public void show(int width, boolean isDark) {
    chromium.command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light");
    chromium.command("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** How far the page is wider than the window, in CSS pixels. */
  public int overflow() {
    return Integer.parseInt(
        chromium.value("document.documentElement.scrollWidth - window.innerWidth"));
  }

  /** Saves a picture of the whole page. */
  public void save(Path file) {
    Map<String, Object> picture =
        chromium.command("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
