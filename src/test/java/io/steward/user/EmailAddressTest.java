package io.steward.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
    "info@straße.de, info@straße.de",
    "info@XN--STRAE-OQA.de, info@straße.de",
    "a+b.c!#$%&'*/=?^_`{|}~-@x-y.example, a+b.c!#$%&'*/=?^_`{|}~-@x-y.example",
    "\"a!b\"@golden.example, \"a!b\"@golden.example",
    "a@[127.0.0.1], a@[127.0.0.1]",
    "a@[::1], a@[::1]",
    "a@[2001:DB8::1:2], a@[2001:db8::1:2]",
    "a@[::ffff:127.0.0.1], a@[::ffff:127.0.0.1]",
  })
  void an_address_has_one_spelling(String text, String form) {
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
        "ada@xn--mnchen.example",
        "ada@\u05d0a.example",
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
  void a_text_that_is_not_an_address_is_refused(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void email_addresses_that_differ_only_in_case_are_equal() {
    EmailAddress one = EmailAddress.parse("ADA@GOLDEN.example").orElseThrow();
    EmailAddress two = EmailAddress.parse("ada@golden.example").orElseThrow();
    assertThat(one.canonical()).isEqualTo(two.canonical());
  }

  @ParameterizedTest
  @MethodSource
  void a_domain_that_grows_past_the_limit_is_refused(String label, int count) {
    String address = "a@" + (label + ".").repeat(count) + "example";
    assertThat(address.codePointCount(0, address.length()))
        .isLessThanOrEqualTo(EmailAddress.MAX_LENGTH);
    assertThat(EmailAddress.parse(address)).isEmpty();
  }

  static Stream<Arguments> a_domain_that_grows_past_the_limit_is_refused() {
    return Stream.of(
        Arguments.of("ß".repeat(29), 8),
        Arguments.of("\ud835\udc1a\ud835\udc1a\ud835\udc1aⅷ".repeat(9), 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"@golden.example", "a%s@golden.example", "a@%s.example"})
  void a_text_of_any_length_is_checked_quickly(String form) {
    assertThat(EmailAddress.parse(form.formatted("a".repeat(60_000)))).isEmpty();
    assertThat(EmailAddress.parse(form.formatted("a.a".repeat(20_000)))).isEmpty();
  }

  @Test
  void only_the_case_of_ascii_letters_is_ignored_as_in_the_database_index() {
    assertThat(new EmailAddress("ADA@\u13a0.example").canonical()).isEqualTo("ada@\u13a0.example");
  }
}
