package io.steward.standalone.tomcat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** The location of the web application: an unpacked WAR, or a checkout's sources and classes. */
public record WebRoot(Path folder, Optional<Path> classes) {

  /** Finds the web application from the location of this class. */
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
