package io.steward.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {

  @ParameterizedTest
  @CsvSource({
    "ada@golden.example, ada@golden.example",
    "ADA@GOLDEN.Example, ADA@golden.example",
    "x@localhost, x@localhost",
    "i@bücher.example, i@bücher.example",
    "i@BÜCHER.example, i@bücher.example",
    "i@xn--bcher-kva.example, i@bücher.example",
    "i@bu\u0308cher.example, i@bücher.example",
    "i@bücher。example, i@bücher.example",
    "a+b.c!#$%&'*/=?^_`{|}~-@x-y.example, a+b.c!#$%&'*/=?^_`{|}~-@x-y.example",
    "\"a!b\"@golden.example, \"a!b\"@golden.example",
    "a@[127.0.0.1], a@[127.0.0.1]",
    "a@[::1], a@[::1]",
    "a@[2001:DB8::1:2], a@[2001:db8::1:2]",
    "a@[::ffff:127.0.0.1], a@[::ffff:127.0.0.1]",
  })
  void an_address_has_one_form(String text, String form) {
    assertThat(EmailAddress.parse(text).map(EmailAddress::text)).contains(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ada",
        "ada@",
        "@golden.example",
        "ada@golden",
        "ada@golden.",
        "ada@.example",
        "ada@golden..example",
        "ada@-golden.example",
        "ada@golden-.example",
        "ada@golden.example-",
        "ada@gol_den.example",
        "ada@golden.example.",
        "ada@golden.e",
        "a b@golden.example",
        "\"a b\"@golden.example",
        "ada.@golden.example",
        ".ada@golden.example",
        "a..b@golden.example",
        "ü@golden.example",
        "ada@golden.example\n",
        "ada@golden.exa mple",
        "a\u0000b@golden.example",
        "a@b@golden.example",
        "a@[127.0.0.256]",
        "a@[1:2:3:4:5:6:7]",
        "a@[1::2::3]",
        "a@[:::]",
        "a@[12345::1]",
        "a@[1.2.3.4::1]",
        "a@[]",
      })
  void what_is_no_address_is_refused(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void case_makes_no_second_account() {
    EmailAddress one = EmailAddress.parse("ADA@GOLDEN.example").orElseThrow();
    EmailAddress two = EmailAddress.parse("ada@golden.example").orElseThrow();
    assertThat(one.canonical()).isEqualTo(two.canonical());
  }

  @Test
  void a_domain_that_grows_past_the_limit_is_refused() {
    String label = "ß".repeat(29);
    String address = "a@" + (label + ".").repeat(8) + "example";
    assertThat(address.length()).isLessThanOrEqualTo(EmailAddress.MAX_LENGTH);
    assertThat(EmailAddress.parse(address)).isEmpty();
  }
}
