package io.steward.html;

import io.steward.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file that pages refer to. Its name contains a hash of its content, so browsers may keep it. */
public final class Asset {
  /** The type of pictures that can contain scripts. */
  public static final String SVG = "image/svg+xml";

  private static final int HASH_LENGTH = 12;

  private final String name;
  private final String type;
  private final byte[] content;

  /**
   * Creates an asset.
   *
   * @param name the beginning of its name
   * @param type its media type
   */
  public Asset(String name, String type, byte[] content) {
    this.name = name + "-" + Sha256.base64Url(content).substring(0, HASH_LENGTH);
    this.type = type;
    this.content = content.clone();
  }

  /** The name in its address, below {@code /assets/}. */
  public String name() {
    return name;
  }

  public String type() {
    return type;
  }

  public byte[] content() {
    return content.clone();
  }

  /** The content of a file beside this class. */
  static byte[] read(String file) {
    try (InputStream content = Asset.class.getResourceAsStream(file)) {
      if (content == null) {
        throw new IllegalStateException(file + " is missing; deploy steward.war as it was built");
      }
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
