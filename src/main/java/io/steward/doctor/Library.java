package io.steward.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A library whose loaded version is reported. An application server may load its own copy instead
 * of the one in the WAR.
 */
final class Library {
  private final String name;
  private final String type;

  /**
   * Names a library.
   *
   * @param name the name of the library, for people
   * @param type the name of a class in the library
   */
  Library(String name, String type) {
    this.name = name;
    this.type = type;
  }

  Finding look() {
    try {
      Class<?> loaded = Class.forName(type, false, Library.class.getClassLoader());
      Optional<Path> jar = jar(loaded);
      String version = jar.flatMap(Library::version).orElseGet(() -> version(loaded.getPackage()));
      String place = jar.map(Path::toString).orElse("an unknown place");
      return Finding.good(name + ": " + version + " from " + place);
    } catch (ClassNotFoundException e) {
      return Finding.fault(name + ": missing; deploy steward.war as it was built");
    }
  }

  private static Optional<Path> jar(Class<?> loaded) {
    CodeSource source = loaded.getProtectionDomain().getCodeSource();
    return Optional.ofNullable(source)
        .map(CodeSource::getLocation)
        .filter(location -> location.getProtocol().equals("file"))
        .map(location -> Path.of(URI.create(location.toString())));
  }

  private static Optional<String> version(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return Optional.ofNullable(file.getManifest()).flatMap(Library::version);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> version(Manifest manifest) {
    Attributes all = manifest.getMainAttributes();
    return Optional.ofNullable(all.getValue("Bundle-Version"))
        .or(() -> Optional.ofNullable(all.getValue(Attributes.Name.IMPLEMENTATION_VERSION)));
  }

  private static String version(@Nullable Package named) {
    return Optional.ofNullable(named)
        .map(Package::getImplementationVersion)
        .orElse("of unknown version");
  }
}
