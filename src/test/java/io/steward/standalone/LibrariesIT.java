package io.steward.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The libraries inside the WARs, of which the build leaves out what Steward does not use. */
final class LibrariesIT {
  private static final int MAX_BYTES = 26_000_000;
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String PERSISTENCE = "org/eclipse/persistence/";

  /** Parts of EclipseLink for XML, web services and other kinds of databases. */
  private static final List<String> UNUSED =
      List.of(
          "commonj/",
          PERSISTENCE + "dbws/",
          PERSISTENCE + "eis/adapters/",
          PERSISTENCE + "jaxb/",
          PERSISTENCE + "jpa/rs/",
          PERSISTENCE + "oxm/",
          PERSISTENCE + "sdo/",
          PERSISTENCE + "internal/dbws/",
          PERSISTENCE + "internal/jaxb/",
          PERSISTENCE + "internal/jpa/rs/",
          PERSISTENCE + "internal/oxm/",
          PERSISTENCE + "internal/xr/");

  static List<Path> wars() {
    return List.of(Folders.WAR, Folders.STANDALONE);
  }

  @ParameterizedTest
  @MethodSource("wars")
  void eclipselink_maps_objects_to_tables_and_does_nothing_besides(Path war) throws IOException {
    List<String> entries = entries(war, "eclipselink");
    assertThat(entries)
        .contains(PERSISTENCE + "jpa/PersistenceProvider.class", "META-INF/LICENSE.md")
        .noneMatch(entry -> UNUSED.stream().anyMatch(entry::startsWith));
  }

  @Test
  void the_war_is_smaller_than_26_megabytes() throws IOException {
    assertThat(Files.size(Folders.WAR)).isLessThan(MAX_BYTES);
  }

  /** What the only library of that name contains. */
  private static List<String> entries(Path war, String name) throws IOException {
    try (JarFile file = new JarFile(war.toFile())) {
      List<JarEntry> libraries =
          file.stream().filter(entry -> entry.getName().startsWith(LIBRARIES + name)).toList();
      assertThat(libraries).hasSize(1);
      byte[] library = file.getInputStream(libraries.get(0)).readAllBytes();
      List<String> entries = new ArrayList<>();
      try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(library))) {
        ZipEntry entry = jar.getNextEntry();
        while (entry != null) {
          entries.add(entry.getName());
          entry = jar.getNextEntry();
        }
      }
      return entries;
    }
  }
}
