package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of everything that ships, with versions, hashes and licences. */
@Tag("servers")
class ShippedPartsIT {
  private static final Path TARGET = Path.of("target");
  private static final Pattern PART =
      Pattern.compile("\"name\" : \"([^\"]+)\",\\s*\"version\" : \"([^\"]+)\"");

  @Test
  void the_list_names_every_library() throws IOException {
    String list = Files.readString(TARGET.resolve("steward.cdx.json"));
    assertThat(list).contains("\"hashes\"", "\"licenses\"");
    List<String> listed =
        PART.matcher(list)
            .results()
            .map(part -> part.group(1) + "-" + part.group(2) + ".jar")
            .toList();
    List<String> trimmed = jars("lib-trimmed");
    List<String> whole =
        Stream.of("steward/WEB-INF/lib", "lib-embedded")
            .flatMap(folder -> jars(folder).stream())
            .filter(jar -> !trimmed.contains(jar))
            .toList();
    assertThat(whole).hasSizeGreaterThan(30);
    assertThat(listed).containsAll(whole);
    // A trimmed library has a name of its own, and the version of the one that it comes from.
    assertThat(trimmed)
        .isNotEmpty()
        .allSatisfy(jar -> assertThat(listed).anyMatch(part -> part.endsWith(version(jar))));
  }

  private static String version(String jar) {
    return jar.substring(jar.lastIndexOf('-'));
  }

  private static List<String> jars(String folder) {
    try (Stream<Path> files = Files.list(TARGET.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
