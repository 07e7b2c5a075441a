package io.steward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the length of the README, and the links in README and guides. */
final class DocumentationTest {
  private static final Path README = Path.of("README.md");
  private static final Path GUIDES = Path.of("deploy");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?://)(?<target>[^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (?<title>.+)$");

  @Test
  void the_README_is_at_most_150_lines_long() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void every_relative_link_and_anchor_in_README_and_guides_resolves() throws IOException {
    List<String> broken =
        documents().stream().flatMap(DocumentationTest::brokenLinksIn).sorted().toList();
    assertThat(broken).isEmpty();
  }

  @Test
  void the_list_of_guides_links_to_every_guide() throws IOException {
    Path list = GUIDES.resolve("README.md");
    List<Path> linked =
        linksIn(list).map(target -> list.resolveSibling(target).normalize()).toList();
    assertThat(linked).contains(README);
    assertThat(linked).containsAll(documents().stream().filter(d -> !d.equals(list)).toList());
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> guides = Files.walk(GUIDES);
        Stream<Path> benchmark = Files.walk(Path.of("src/benchmark"))) {
      return Stream.concat(Stream.of(README), Stream.concat(guides, benchmark))
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  private static Stream<String> linksIn(Path document) {
    return LINK.matcher(prose(document)).results().map(link -> link.group(1));
  }

  private static Stream<String> brokenLinksIn(Path document) {
    return linksIn(document)
        .filter(target -> !resolves(document, target))
        .map(target -> document + ": " + target);
  }

  private static boolean resolves(Path document, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? document : document.resolveSibling(path);
    return Files.exists(file) && (hash < 0 || anchors(file).contains(target.substring(hash + 1)));
  }

  private static List<String> anchors(Path document) {
    return HEADING.matcher(prose(document)).results().map(h -> anchor(h.group(1))).toList();
  }

  /** The anchor that GitHub creates for a heading. */
  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  private static String prose(Path document) {
    try {
      return CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
