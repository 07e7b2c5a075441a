package io.steward.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.settings.JwtSettings;
import io.steward.testing.TestClock;
import io.steward.testing.TestTokens;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

/** No text but the one that was issued is accepted, and none does more than be refused. */
final class TokenFuzzTest {
  private static final Clock CLOCK = new TestClock(Instant.ofEpochSecond(TokenForge.NOW));
  private static final JwtSettings SETTINGS = TokenForge.settings();
  private static final RefreshTokens REFRESH =
      new RefreshTokens(TestTokens.keys(SETTINGS, CLOCK), CLOCK);
  private static final RefreshToken REFRESH_TOKEN =
      new RefreshToken(RefreshTokens.newSessionId(), 7, TokenForge.NOW + 100);

  private final AccessTokenVerifier verifier = TestTokens.verifier(SETTINGS, CLOCK);
  private final String good =
      TestTokens.issue(
          SETTINGS,
          CLOCK,
          new Subject(7, "ada@example.com", Set.of("staff")),
          "0123456789abcdefghijkl");
  private final String refresh = REFRESH.text(REFRESH_TOKEN, REFRESH.keyId());

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
  void a_token_with_another_character_is_refused(
      @ForAll @IntRange(min = 0, max = 4096) int at, @ForAll char to) throws Exception {
    String other = changed(good, at, to);
    if (other.equals(good)) {
      assertThat(verifier.verify(other).subject().id()).isEqualTo(7);
    } else {
      assertRefused(other);
    }
  }

  @Property
  void a_token_that_was_cut_or_prolonged_is_refused(
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
  void a_refresh_token_with_another_character_is_refused(
      @ForAll @IntRange(min = 0, max = 4096) int at, @ForAll char to) {
    String other = changed(refresh, at, to);
    assertThat(REFRESH.read(other).isPresent()).isEqualTo(other.equals(refresh));
  }
}
