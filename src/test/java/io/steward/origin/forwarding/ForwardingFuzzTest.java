package io.steward.origin.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.origin.IpAddress;
import io.steward.origin.forwarding.Forwarding.Forwarded;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any header value yields a valid IP address, scheme, host and port, or no result. */
final class ForwardingFuzzTest {
  private static final String PEER = "10.0.0.1";
  private static final Forwarding FORWARDING =
      new Forwarding(Networks.parse(Set.of("10.0.0.0/8")).orElseThrow());

  @Provide
  Arbitrary<String> nearlyForwarded() {
    return Arbitraries.of(
            "for=",
            "For=",
            "proto=",
            "host=",
            "by=",
            "\"",
            "\\",
            ",",
            ";",
            "=",
            " ",
            "[",
            "]",
            "::",
            ":",
            "1",
            "ffff",
            "10.0.0.2",
            "192.0.2.7",
            "192.0.2.256",
            "%eth0",
            "unknown",
            "_x",
            "https",
            "example.com",
            ":443",
            ":99999",
            ":0",
            "70000",
            "\t",
            "é",
            "\u0000")
        .list()
        .ofMaxSize(25)
        .map(pieces -> String.join("", pieces));
  }

  private static void assertSound(String header, String value) {
    // All X-Forwarded-* headers get the same value.
    String family = header.equals("Forwarded") ? header : "X-Forwarded-";
    Forwarded origin =
        FORWARDING.read(
            PEER,
            name ->
                name.equals("X-Forwarded-For") && !name.equals(header)
                    ? List.of()
                    : name.startsWith(family) ? List.of(value) : List.of());
    assertThat(IpAddress.parse(origin.ip())).isPresent();
    origin.scheme().ifPresent(scheme -> assertThat(scheme).isIn("http", "https"));
    origin.host().ifPresent(host -> assertThat(host).matches("[0-9A-Za-z._:\\[\\]-]+"));
    origin.port().ifPresent(port -> assertThat(port).isBetween(1, 65_535));
  }

  @Property
  void text_like_a_forwarding_header_yields_valid_values(@ForAll("nearlyForwarded") String value) {
    assertSound("Forwarded", value);
    assertSound("X-Forwarded-For", value);
  }

  @Property
  void any_text_as_a_forwarding_header_yields_valid_values(@ForAll String value) {
    assertSound("Forwarded", value);
    assertSound("X-Forwarded-For", value);
  }

  @Property
  void an_ip_address_has_one_spelling_and_all_its_parts(@ForAll("nearlyForwarded") String value) {
    IpAddress.parse(value)
        .ifPresent(
            address -> {
              // A resolver would also accept 1 and 10.2, and would look up host names in DNS.
              assertThat(value).matches("([0-9]+[.]){3}[0-9]+(%.*)?|.*:.*:.*");
              assertThat(IpAddress.parse(address.text()).map(IpAddress::text))
                  .contains(address.text());
            });
  }
}
