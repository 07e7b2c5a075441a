package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is asked for: a path that is taken is the same to all who read it. */
final class PlainPathFuzzTest {
  @Provide
  Arbitrary<String> nearlyAPath() {
    return Arbitraries.of(
            "/", "/", "/", "a", "Z", ".", "..", ";", "\\", "%", "%2E", "%2e", "%2F", "%5C", "%25",
            "%61", "%20", "%40", "%C3", "%A9", "%C0", "%AE", "%00", "%0A", "%3B", "%3F", "?", "#",
            "é", " ", "~", ":", "@", "+", "*", "\u0000", "\u2025", "%E2", "%80", "%A5")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  private static void assertReadAlike(String target) {
    PlainPath.of(target)
        .ifPresent(
            path -> {
              assertThat(target).startsWith(path);
              assertThat(path).isEqualTo(target.replaceFirst("(?s)\\?.*", "")).isASCII();
              URI uri = URI.create("http://a.example" + path);
              assertThat(uri.getRawPath()).isEqualTo(path);
              assertThat(uri.normalize().getRawPath()).isEqualTo(path);
              assertDecodedAlike(path);
            });
  }

  /** Decoded, it has the same segments, none of them of two meanings, and is not encoded again. */
  private static void assertDecodedAlike(String path) {
    String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    assertThat(decoded.split("/", -1)).hasSameSizeAs(path.split("/", -1));
    assertThat(decoded).doesNotContain("//", "\\", ";", "?", "#", "%", "\uFFFD");
    assertThat(decoded.chars()).noneMatch(Character::isISOControl);
    assertThat(Arrays.stream(decoded.split("/", -1))).noneMatch(segment -> segment.endsWith("."));
    assertThat(URI.create("http://a.example" + path).getPath()).isEqualTo(decoded);
  }

  @Property
  void what_looks_like_a_path_is_read_alike_or_refused(@ForAll @From("nearlyAPath") String path) {
    assertReadAlike("/" + path);
    assertReadAlike(path);
  }

  @Property
  void any_text_is_read_alike_or_refused(@ForAll String text) {
    assertReadAlike("/" + text);
  }
}
