package io.steward.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.problem.ProblemException;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Any Authorization headers yield either exactly one token or the refusal 401. */
final class BearerTokenFuzzTest {
  private static final BearerToken BEARER = new BearerToken("Bearer");

  @Provide
  Arbitrary<String> nearlyAHeader() {
    return Arbitraries.of(
            "Bearer", "bEARER", "Bear", "Basic", " ", "  ", "\t", "\u00a0", "\n", ",", "=", "e.y.J",
            "é", "\u0000")
        .list()
        .ofMaxSize(6)
        .map(pieces -> String.join("", pieces));
  }

  private static void assertTakenOrRefused(List<String> headers) {
    String token;
    try {
      token = BEARER.of(Collections.enumeration(headers));
    } catch (ProblemException e) {
      assertThat(e.type().status()).isEqualTo(401);
      return;
    }
    assertThat(headers).hasSize(1);
    String[] words = headers.get(0).split("[ \t]+");
    assertThat(words).hasSize(2);
    assertThat(words[0]).isEqualToIgnoringCase("Bearer");
    assertThat(words[1]).isEqualTo(token);
  }

  @Property
  void headers_similar_to_bearer_headers_yield_their_only_token_or_401(
      @ForAll @Size(max = 2) List<@From("nearlyAHeader") String> headers) {
    assertTakenOrRefused(headers);
  }

  @Property
  void a_header_of_any_text_yields_its_only_token_or_401(@ForAll String text) {
    assertTakenOrRefused(List.of(text));
    assertTakenOrRefused(List.of("Bearer " + text));
  }
}
