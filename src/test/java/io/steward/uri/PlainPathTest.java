package io.steward.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
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
    "/.well-known/x, /.well-known/x",
    "/api/v1.2/x~y-z_0, /api/v1.2/x~y-z_0",
    "'/a:b@c/d,e=f+g&h!$''()*', '/a:b@c/d,e=f+g&h!$''()*'",
    "/caf%C3%A9, /café",
    "/caf%c3%a9, /café",
    "/%E2%82%AC/%20x, '/€/ x'",
    "/a%20b, /a b",
    "/a%40b%26c%2C, '/a@b&c,'",
    "/%5B%7B%22, '/[{\"'",
    "/files/a[1].pdf, /files/a[1].pdf",
    "/files/a%5B1%5D.pdf, /files/a[1].pdf",
    "/a|b, /a|b",
    "/a%7Cb, /a|b",
    "/x^y, /x^y",
    "/x%5Ey, /x^y",
    "/{id}, /{id}",
    "/%7Bid%7D, /{id}",
    "/%7bid}, /{id}",
    "/`, /`",
    "/%60, /`",
    "'/\"<>', '/\"<>'",
  })
  void a_plain_path_is_decoded(String uri, String path) {
    assertThat(PlainPath.of(uri)).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "a",
        "http://a.example/a",
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
        "/a/...",
        "/a.",
        "/a./b",
        "/a;x",
        "/;a",
        "/a;/b",
        "/a/..;/b",
        "/%2e",
        "/%2E%2e/a",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/%5Ca",
        "/a\\b",
        "/%61",
        "/%41",
        "/%7e",
        "/a%3bx",
        "/a%3Fx",
        "/a%23x",
        "/%25",
        "/%2561",
        "/%252e",
        "/%",
        "/a%2",
        "/%zz",
        "/a%u002e",
        "/%00",
        "/%0a",
        "/%7f",
        "/%C2%85",
        "/a%20",
        "/a%20/b",
        "/caf%E9",
        "/%c0%ae",
        "/%C0%AE%C0%AE/a",
        "/%ff",
        "/%ed%a0%80",
        "/%C3x%A9",
        "/é",
        "/a b",
        "/a\tb",
        "/a\nb",
        "/a?b",
        "/a#b",
        "/[..]/../a",
        "/[%2e]",
        "/{a;b}",
        "/a|%2fb",
        "/^\\",
        "/[a].",
        "/a\u0000"
      })
  void a_path_with_another_spelling_is_refused(String uri) {
    assertThat(PlainPath.of(uri)).isEmpty();
  }

  @Test
  void a_long_path_takes_no_more_stack_than_a_short_one() {
    assertThat(PlainPath.of("/" + "a".repeat(1_000_000))).isPresent();
    assertThat(PlainPath.of("/" + "%C3%A9/".repeat(100_000))).isPresent();
    assertThat(PlainPath.of("/" + "%20a".repeat(100_000) + ".")).isEmpty();
  }

  @Provide
  Arbitrary<String> nearlyAPath() {
    return Arbitraries.of(
            "/", "/", "/", "a", "Z", "admin", ".", "..", ";", ";x=1", "\\", "%", "%2E", "%2e",
            "%2F", "%5c", "%25", "%61", "%20", "%40", "%C3", "%A9", "%c3%a9", "%C0", "%AE", "%00",
            "%0A", "%3B", "%3F", "?", "#", "é", " ", "~", ":", "@", "+", "*", "\u0000", "\u2025",
            "%E2", "%80", "%A5", "[", "]", "|", "^", "`", "{", "}", "\"", "<", "%5B", "%7C")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  /** java.net.URI decodes an accepted path to the same text, and finds no dot segments in it. */
  private static void assertReadAlike(String uri) {
    PlainPath.of(uri)
        .ifPresent(
            path -> {
              assertThat(uri).isASCII();
              String escaped = escaped(uri);
              URI other = URI.create("http://a.example" + escaped);
              assertThat(other.getRawPath()).isEqualTo(escaped);
              assertThat(other.getPath()).isEqualTo(path);
              assertThat(other.normalize()).isEqualTo(other);
              assertSegmentsAreOfOneMeaning(uri, path);
            });
  }

  /** Escapes what java.net.URI does not read, as the URL Standard would. */
  private static String escaped(String uri) {
    return Pattern.compile("[\\[\\]|^`{}\"<>]")
        .matcher(uri)
        .replaceAll(
            match -> "%" + Integer.toHexString(match.group().charAt(0)).toUpperCase(Locale.ROOT));
  }

  private static void assertSegmentsAreOfOneMeaning(String uri, String path) {
    assertThat(path.split("/", -1)).hasSameSizeAs(uri.split("/", -1));
    assertThat(path).doesNotContain("//", "\\", ";", "?", "#", "%", "\uFFFD");
    assertThat(path.chars()).noneMatch(Character::isISOControl);
    assertThat(Arrays.stream(path.split("/", -1)))
        .noneMatch(segment -> segment.endsWith(".") || segment.endsWith(" "));
  }

  @Property
  void text_that_looks_like_a_path_is_unambiguous_or_refused(
      @ForAll @From("nearlyAPath") String path) {
    assertReadAlike("/" + path);
    assertReadAlike(path);
  }

  @Property
  void any_text_as_a_path_is_unambiguous_or_refused(@ForAll String text) {
    assertReadAlike("/" + text);
  }
}
