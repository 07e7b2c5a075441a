package io.steward.html;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import io.steward.settings.source.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the picture of the organisation. */
final class Logo {
  private static final int LONGEST = 100 * 1024;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final Pattern SVG =
      Pattern.compile(
          "\\uFEFF?\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*)*<svg[\\s>].*", Pattern.DOTALL);

  private Logo() {}

  /**
   * The picture in a file.
   *
   * @throws SettingsException unless it is a PNG or SVG file of at most 100 KB
   */
  static Asset read(Path path) {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] content = file.readNBytes(LONGEST + 1);
      if (content.length <= LONGEST && Arrays.equals(PNG, Arrays.copyOf(content, PNG.length))) {
        return new Asset("logo", "image/png", content);
      }
      String text = new String(content, StandardCharsets.UTF_8);
      if (content.length <= LONGEST && SVG.matcher(text).matches()) {
        return new Asset("logo", Asset.SVG, content);
      }
      throw refusal(path, "must be a PNG or SVG file of at most 100 KB");
    } catch (IOException e) {
      throw refusal(path, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static SettingsException refusal(Path path, String fault) {
    TextFile file = new TextFile(path, "STEWARD_BRAND_LOGO");
    return new SettingsException(List.of(file.message(new FileFault(fault))));
  }
}
