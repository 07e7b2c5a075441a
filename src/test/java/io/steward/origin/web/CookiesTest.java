package io.steward.origin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CookiesTest {
  private static List<String> values(String... headers) {
    return Cookies.values(Collections.enumeration(List.of(headers)), "steward");
  }

  @Test
  void a_cookie_is_found_among_others() {
    assertThat(values("a=1; steward=x.y-z; b=2")).containsExactly("x.y-z");
  }

  @Test
  void all_cookies_of_a_name_are_returned_in_order() {
    assertThat(values("steward=1;steward=2", "steward=3")).containsExactly("1", "2", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "steward",
        "Steward=1",
        "xsteward=1",
        "steward2=1",
        "a=steward=1",
        "a=\"; steward =1\"",
        "__Host-steward=1"
      })
  void other_names_and_malformed_pairs_are_ignored(String header) {
    assertThat(values(header)).isEmpty();
  }

  @Test
  void spaces_and_tabs_around_a_pair_do_not_count() {
    assertThat(values(" \t steward=1 \t ;")).containsExactly("1");
  }

  @Test
  void a_value_may_be_empty_and_may_contain_an_equals_sign() {
    assertThat(values("steward=; steward=a=b")).containsExactly("", "a=b");
  }

  @Test
  void a_huge_header_is_not_read() {
    assertThat(values("a=" + "x".repeat(16_384) + "; steward=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b; steward-x=1; c=d",
        "steward=1;a=b;\tsteward=2;c=d",
        "a=b; x=y, steward=1; c=d",
        "a=b; x=\"; steward=1; c=d; steward-y=z"
      })
  void a_cookie_is_left_out_wherever_its_name_stands(String header) {
    String rest = Cookies.without(Collections.enumeration(List.of(header)), List.of("steward"));
    assertThat(rest).contains("a=b", "c=d").doesNotContain("steward");
  }
}
