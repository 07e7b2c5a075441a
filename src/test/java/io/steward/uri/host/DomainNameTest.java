package io.steward.uri.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainNameTest {

  @ParameterizedTest
  @CsvSource({
    "Golden.EXAMPLE, golden.example, golden.example",
    "straße.de, xn--strae-oqa.de, straße.de",
    "STRAẞE.de, xn--strae-oqa.de, straße.de",
    "strasse.de, strasse.de, strasse.de",
    "XN--STRAE-OQA.DE, xn--strae-oqa.de, straße.de",
    "βόλος.com, xn--nxasmm1c.com, βόλος.com",
    "ΒΌΛΟΣ.com, xn--nxasmq6b.com, βόλοσ.com",
    "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com, xn--mgba3gch31f060k.com, \u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com",
    "क्\u200dष.com, xn--11b2ezcw70k.com, क्\u200dष.com",
    "MÜNCHEN\u3002de, xn--mnchen-3ya.de, münchen.de",
    "mu\u0308nchen\uff0ede, xn--mnchen-3ya.de, münchen.de",
    "münchen\uff61de, xn--mnchen-3ya.de, münchen.de",
    "ｍüｎｃｈｅｎ.de, xn--mnchen-3ya.de, münchen.de",
    "Xn--Mnchen-3Ya.De, xn--mnchen-3ya.de, münchen.de",
    "\u017fteward.example, steward.example, steward.example",
    "\u212aelvin.example, kelvin.example, kelvin.example",
    "İstanbul.example, xn--istanbul-o0e.example, i\u0307stanbul.example",
    "\u05d0\u05d1\u05d2.example, xn--4dbcd.example, \u05d0\u05d1\u05d2.example",
    "r3---sn.münchen.de, r3---sn.xn--mnchen-3ya.de, r3---sn.münchen.de",
    "m\u00adünchen.de, xn--mnchen-3ya.de, münchen.de",
  })
  void a_domain_has_one_spelling(String typed, String ascii, String unicode) {
    assertThat(DomainName.ascii(typed)).contains(ascii);
    assertThat(DomainName.unicode(ascii)).isEqualTo(unicode);
    assertThat(DomainName.ascii(unicode)).contains(ascii);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xn--a.example",
        "xn--.example",
        "XN--ü.example",
        "xn--mnchen.example",
        "xn--mnchen-.example",
        "xn--999999999.example",
        // "MÜNCHEN" encoded as it stands: only the lower-case label may be encoded.
        "xn--MNCHEN-psa.example",
        // Joiners without their context.
        "a\u200db.example",
        "\u200c\u0627.example",
        "\u05d0\u05d1a.example",
        "0\u05d0.example",
        "\u05d00\u0661.example",
        "a\u05d0.example",
        "\u0301a.example",
        "a℅b.ü.example",
        "ü_.example",
        "-ü.example",
        "ü-.example",
        "ü..example",
        "\ud800ü.example",
      })
  void a_domain_that_is_not_valid_has_no_spelling(String typed) {
    assertThat(DomainName.ascii(typed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 70, 300})
  void a_label_that_is_too_long_when_encoded_has_no_spelling(int length) {
    assertThat(DomainName.ascii("ü".repeat(length) + ".example")).isEmpty();
  }
}
