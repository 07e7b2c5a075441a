package io.steward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IfNoneMatchTest {
  private static boolean contains(String... headers) {
    return IfNoneMatch.of(Collections.enumeration(List.of(headers))).contains("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"abc\"",
        "W/\"abc\"",
        "\"x\",\"abc\"",
        "\"x\" , W/\"abc\", \"y\"",
        ", \"abc\",",
        "\"a,b\", \"abc\"",
        "*",
        " * "
      })
  void a_list_with_the_tag_matches(String header) {
    assertThat(contains(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "\"",
        "\"abc",
        "abc\"",
        "'abc'",
        "w/\"abc\"",
        "W/abc",
        "\"xabc\"",
        "\"ABC\"",
        "*, *",
        "x, \"abc\"",
        "\"x\"\"abc\"",
        "\"x \"abc\"",
        "\u0000",
        ",,,"
      })
  void a_malformed_or_other_list_does_not_match(String header) {
    assertThat(contains(header)).isFalse();
  }

  @Test
  void several_headers_are_one_list() {
    assertThat(contains("\"x\"", "\"abc\"")).isTrue();
    assertThat(contains()).isFalse();
  }

  @Test
  void a_long_header_is_read_in_linear_time() {
    assertThat(contains("\"a\"".repeat(100_000))).isFalse();
    assertThat(contains("\"a\",".repeat(100_000) + "\"abc\"")).isTrue();
  }
}
