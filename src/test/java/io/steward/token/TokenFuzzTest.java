package io.steward.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.TestClock;
import io.steward.testing.TestTokens;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Only issued tokens are accepted. Every other text is refused with the expected exception. */
final class TokenFuzzTest {
  private static final Clock CLOCK = new TestClock(Instant.ofEpochSecond(TokenForge.NOW));
  private static final JwtSettings SETTINGS = TokenForge.settings();
  private static final RefreshTokens REFRESH =
      new RefreshTokens(TestTokens.keys(SETTINGS, CLOCK), CLOCK);
  private static final RefreshToken REFRESH_TOKEN =
      new RefreshToken(RefreshTokens.newSessionId(), 7, TokenForge.NOW + 100);

  private static final List<String> CLAIMS =
      Stream.concat(TokenForge.claims().keySet().stream(), Stream.of("other")).toList();
  private static final CharsetEncoder UTF_8 = StandardCharsets.UTF_8.newEncoder();

  private final AccessTokenVerifier verifier = TestTokens.verifier(SETTINGS, CLOCK);
  private final String good =
      TestTokens.issue(
          SETTINGS,
          CLOCK,
          new Subject(7, "ada@example.com", "Ada", Set.of("staff"), false),
          "0123456789abcdefghijkl");
  private final String refresh = REFRESH.text(REFRESH_TOKEN, REFRESH.keyId());

  /** JSON values, and pieces that can break out of a JSON value. */
  @Provide
  Arbitrary<String> nearlyAValue() {
    return Arbitraries.of(
            "7",
            "8",
            "-",
            "0",
            ".",
            "e9",
            "1800003000",
            "999999999999999999",
            "\"8\"",
            "\"steward\"",
            "\"",
            "\\",
            "\\u0038",
            "\\ud800",
            "null",
            "tru",
            "true",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            ",\"sub\":",
            ",\"user_id\":",
            ",\"x\":",
            "8,\"sub\":\"8\"",
            "\\u",
            " ",
            "\u0000",
            "é",
            "😀")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(pieces -> String.join("", pieces));
  }

  private String signed(String payload) {
    return TokenForge.signed(good.substring(0, good.indexOf('.') + 1) + payload);
  }

  private void assertAdasOrRefused(String claims) {
    AccessToken accepted;
    try {
      accepted = verifier.verify(signed(TokenForge.base64url(claims)));
    } catch (InvalidTokenException e) {
      return;
    }
    assertThat(accepted.getName()).as(claims).isEqualTo("7");
    assertThat(accepted.expiresAt())
        .as(claims)
        .isBetween(TokenForge.NOW + 1, TokenForge.NOW + 3000);
  }

  private void assertRefused(String token) {
    assertThatExceptionOfType(InvalidTokenException.class).isThrownBy(() -> verifier.verify(token));
    assertThat(REFRESH.read(token)).isEmpty();
  }

  @Property
  void any_text_is_refused(@ForAll String text) {
    assertRefused(text);
  }

  @Property
  void any_text_of_three_parts_is_refused(
      @ForAll @CharRange(from = '-', to = 'z') String header,
      @ForAll @CharRange(from = '-', to = 'z') String claims,
      @ForAll @CharRange(from = '-', to = 'z') String signature) {
    assertRefused(header + "." + claims + "." + signature);
    assertRefused(good.substring(0, good.indexOf('.') + 1) + claims + "." + signature);
  }

  private static String changed(String token, int at, char to) {
    int index = at % token.length();
    return token.substring(0, index) + to + token.substring(index + 1);
  }

  @Property
  void a_token_with_any_changed_character_is_refused(
      @ForAll @IntRange(min = 0, max = 4096) int at, @ForAll char to) throws Exception {
    String other = changed(good, at, to);
    if (other.equals(good)) {
      assertThat(verifier.verify(other).subject().id()).isEqualTo(7);
    } else {
      assertRefused(other);
    }
  }

  @Property
  void a_truncated_or_extended_token_is_refused(
      @ForAll @IntRange(min = 0, max = 4096) int at, @ForAll String added) {
    assertRefused(good.substring(0, at % good.length()));
    if (!added.isEmpty()) {
      assertRefused(good + added);
      assertRefused(added + good);
      assertThat(REFRESH.read(refresh + added)).isEmpty();
    }
    assertThat(REFRESH.read(refresh.substring(0, at % refresh.length()))).isEmpty();
  }

  @Property
  void a_refresh_token_with_any_changed_character_is_refused(
      @ForAll @IntRange(min = 0, max = 4096) int at, @ForAll char to) {
    String other = changed(refresh, at, to);
    assertThat(REFRESH.read(other).isPresent()).isEqualTo(other.equals(refresh));
  }

  @Property
  void signed_bytes_of_any_kind_are_refused(
      @ForAll byte[] payload, @ForAll @CharRange(from = '!', to = 'z') String text) {
    assertRefused(signed(TokenForge.base64url(payload)));
    assertRefused(signed(text));
  }

  @Property
  void a_claim_with_any_value_never_yields_another_subject_or_a_longer_life(
      @ForAll("nearlyAValue") String value) {
    for (String name : CLAIMS) {
      Map<String, String> claims = TokenForge.claims();
      claims.put(name, value);
      assertAdasOrRefused(TokenForge.json(claims));
    }
  }

  @Property
  void truncated_claims_never_yield_another_subject_or_a_longer_life(
      @ForAll @IntRange(min = 0, max = 4096) int at, @ForAll("nearlyAValue") String end) {
    String claims = TokenForge.json(TokenForge.claims());
    int cut = at % claims.length();
    assertAdasOrRefused(claims.substring(0, cut) + end);
    assertAdasOrRefused(claims.substring(0, claims.lastIndexOf(':', cut) + 1) + end);
  }

  @Property
  void every_issued_token_is_accepted_for_any_content_and_after_any_refused_text(
      @ForAll @StringLength(min = 1, max = 80) String email,
      @ForAll @Size(max = 4) Set<@StringLength(max = 40) String> groups,
      @ForAll String before) {
    if (!UTF_8.canEncode(email) || !groups.stream().allMatch(UTF_8::canEncode)) {
      return;
    }
    Subject subject = new Subject(7, email, "", groups, false);
    String token = TestTokens.issue(SETTINGS, CLOCK, subject, "0123456789abcdefghijkl");
    assertRefused(before);
    assertThat(verifier.verify(token).subject()).isEqualTo(subject);
    assertThat(REFRESH.read(refresh)).contains(REFRESH_TOKEN);
  }
}
