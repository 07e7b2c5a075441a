package io.steward.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * The version of this build, from pom.xml. Operators see it in the log and by {@code --version};
 * answers over HTTP must not contain it.
 */
public final class Version {
  private Version() {}

  /** The product and its version, such as {@code Steward 1.2.3}. */
  public static String text() {
    Properties properties = new Properties();
    try (InputStream content =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
      properties.load(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "Steward " + properties.getProperty("version", "");
  }
}
