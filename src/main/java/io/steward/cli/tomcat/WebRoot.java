package io.steward.cli.tomcat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the web application lies: an unpacked WAR, or the sources of a checkout with their classes
 * beside them.
 */
public record WebRoot(Path folder, Optional<Path> classes) {

  /** Found from where this very class was loaded. */
  public static WebRoot ofThisProgram() {
    try {
      Path classes =
          Path.of(WebRoot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path parent = classes.resolve("..").normalize();
      return parent.endsWith("WEB-INF")
          ? new WebRoot(parent.resolve("..").normalize(), Optional.empty())
          : new WebRoot(parent.resolveSibling("webapp"), Optional.of(classes));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
