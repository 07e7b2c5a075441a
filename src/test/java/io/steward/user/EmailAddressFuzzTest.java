package io.steward.user;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Every text either has exactly one canonical spelling as an email address, or is not an email
 * address.
 */
final class EmailAddressFuzzTest {

  @Provide
  Arbitrary<String> nearlyAnAddress() {
    return Arbitraries.of(
            "a",
            "B",
            "ada",
            "@",
            ".",
            "..",
            "-",
            "+",
            "\"",
            "\\",
            " ",
            "example",
            ".com",
            "[",
            "]",
            "127.0.0.1",
            "::1",
            "xn--",
            "münchen",
            "ß",
            "İ",
            "\u3002",
            "\u200d",
            "\u0000",
            "localhost",
            "𝒶")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void assertOneSpelling(String text) {
    EmailAddress.parse(text)
        .ifPresent(
            address -> {
              // An over-long address can be parsed too. It is refused later, because of its length.
              assertThat(length(address.text())).isLessThanOrEqualTo(Math.max(254, length(text)));
              assertThat(length(address.text())).isLessThanOrEqualTo(508);
              assertThat(address.text()).contains("@");
              assertThat(EmailAddress.parse(address.text())).contains(address);
            });
  }

  @Property
  void a_text_similar_to_an_address_has_one_spelling(@ForAll("nearlyAnAddress") String text) {
    assertOneSpelling(text);
    assertOneSpelling("ada@" + text);
    assertOneSpelling(text + "@example.com");
  }

  @Property
  void any_text_has_one_spelling(@ForAll String text) {
    assertOneSpelling(text);
    assertOneSpelling("ada@" + text + ".com");
  }

  @Property(tries = 50)
  void a_text_of_any_length_has_one_spelling(
      @ForAll("nearlyAnAddress") String text, @ForAll @IntRange(min = 1, max = 20_000) int times) {
    assertOneSpelling("\"" + text.repeat(times) + "\"@example.com");
    assertOneSpelling("ada@" + text.repeat(times) + ".com");
  }
}
