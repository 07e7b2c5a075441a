package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainPathTest {

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a, /a",
    "/a/, /a/",
    "/a/b.c, /a/b.c",
    "/a/..b, /a/..b",
    "/~x/a@b:c, /~x/a@b:c",
    "/a+b, /a+b",
    "/%C3%A9, /é",
    "/a%20b, /a b",
    "/%5B%7B%22%3F%23, '/[{\"?#'",
  })
  void a_plain_path_is_decoded(String uri, String path) {
    assertThat(PlainPath.of(uri)).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "//",
        "//a",
        "/a//b",
        "/a//",
        "/.",
        "/..",
        "/./a",
        "/a/.",
        "/a/..",
        "/a/../b",
        "/a.",
        "/a;x",
        "/;a",
        "/a;/b",
        "/a/..;/b",
        "/%2e",
        "/%2E%2e/a",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/%61",
        "/%41",
        "/%7e",
        "/a%3bx",
        "/%25",
        "/%2561",
        "/%",
        "/%2",
        "/%zz",
        "/%00",
        "/%0a",
        "/%7f",
        "/a%20",
        "/a%20/b",
        "/%c0%ae",
        "/%ff",
        "/%ed%a0%80",
        "/é",
        "/a b",
        "/a?b",
        "/a#b",
        "/a\u0000"
      })
  void what_could_be_written_or_understood_otherwise_is_none(String uri) {
    assertThat(PlainPath.of(uri)).isEmpty();
  }

  @Test
  void a_long_path_takes_no_more_stack_than_a_short_one() {
    assertThat(PlainPath.of("/" + "a".repeat(1_000_000))).isPresent();
    assertThat(PlainPath.of("/" + "%C3%A9/".repeat(100_000))).isPresent();
  }

  /** Nor does another reader of such paths, which knows dot segments, find anything to resolve. */
  @Property
  void a_plain_path_means_the_same_to_others(@ForAll("uris") String uri) {
    PlainPath.of(uri)
        .ifPresent(
            path -> {
              URI other = URI.create("http://x" + uri);
              assertThat(other.normalize()).isEqualTo(other);
              assertThat(other.getPath()).isEqualTo(path);
              assertThat(path).doesNotContain("//", "\\", ";", "%", "/./", "/../");
            });
  }

  @Provide
  Arbitrary<String> uris() {
    return Arbitraries.of(
            "/", "a", "admin", ".", "..", ";", ";x=1", "%2e", "%2F", "%5c", "%c3%a9", "%20", "%61",
            "%25", "\\", "~", "%", "é")
        .list()
        .ofMaxSize(8)
        .map(parts -> "/" + String.join("", parts));
  }
}
