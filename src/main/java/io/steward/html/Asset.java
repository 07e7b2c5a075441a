package io.steward.html;

import io.steward.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A file that pages refer to. Its name contains a hash of its content, so browsers may keep it.
 *
 * @param name the name in its address, below {@code /assets/}
 * @param type its media type
 */
public record Asset(String name, String type, byte[] content) {
  private static final int HASH_LENGTH = 12;

  /** An asset with the hash of its content in its name. */
  public static Asset of(String name, String type, byte[] content) {
    String hash = Sha256.base64Url(content).substring(0, HASH_LENGTH);
    return new Asset(name + "-" + hash, type, content);
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
