package io.steward.uri.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "My_App.LAN, my_app.lan",
    "a.example., a.example",
    "Straße.de, xn--strae-oqa.de",
    "r3---sn.example, r3---sn.example",
    "192.0.2.7, 192.0.2.7",
    "[::], [::]",
    "[0:0:0:0:0:0:0:1], [::1]",
    "[2001:DB8::0:0:0], [2001:db8::]",
    "[10:0:1:0:0:0:0:1], [10:0:1::1]",
    "[1:0:0:2:0:0:0:3], [1:0:0:2::3]",
    "[1:0:0:2:3:0:0:4], [1::2:3:0:0:4]",
    "[1:0:3:4:5:6:7:8], [1:0:3:4:5:6:7:8]",
    "[::FFFF:192.0.2.7], [::ffff:c000:207]"
  })
  void a_host_has_one_spelling(String written, String canonical) {
    assertThat(HostName.canonical(written)).contains(canonical);
    assertThat(HostName.canonical(canonical)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".a",
        "a..",
        "a..b",
        "a b",
        "a:80",
        "a/b",
        "a@b",
        "[::1",
        "[a:b]",
        "[1::2::3]",
        "[1.2.3.4]",
        "[::1]:80",
        "ü ü.example",
        "a\uff0fb"
      })
  void text_that_is_not_a_host_has_no_spelling(String text) {
    assertThat(HostName.canonical(text)).isEmpty();
  }
}
