package io.steward.token.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.TestClock;
import io.steward.testing.TestTokens;
import io.steward.token.TokenForge;
import io.steward.token.key.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RefreshTokensTest {
  private final TestClock clock = new TestClock(Instant.ofEpochSecond(TokenForge.NOW));
  private final RefreshTokens tokens = new RefreshTokens(keys(Map.of()), clock);
  private final RefreshToken token =
      new RefreshToken("qEnhbOLf8cXkElRJnsPIlw", 7, TokenForge.NOW + 100);
  private final String text = tokens.text(token, tokens.keyId());

  private KeyRing keys(Map<String, String> further) {
    return TestTokens.keys(TokenForge.settings(further), clock);
  }

  @Test
  void an_issued_refresh_token_is_read_back() {
    assertThat(tokens.read(text)).contains(token);
    assertThat(tokens.text(token, tokens.keyId())).isEqualTo(text);
    assertThat(tokens.text(token.successor(), tokens.keyId())).isNotEqualTo(text);
  }

  @Test
  void a_refresh_token_with_any_changed_bit_is_refused() {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      String changed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      assertThat(tokens.read(changed)).as("bit " + bit).isEmpty();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void a_refresh_token_with_another_spelling_is_refused() {
    assertThat(tokens.read(text + "=")).isEmpty();
    assertThat(tokens.read(" " + text)).isEmpty();
    assertThat(tokens.read(text.substring(1))).isEmpty();
    assertThat(tokens.read("")).isEmpty();
    assertThat(tokens.read("x".repeat(text.length()))).isEmpty();
    assertThat(tokens.read("é".repeat(text.length()))).isEmpty();
    for (char last = '-'; last <= 'z'; last++) {
      String other = text.substring(0, text.length() - 1) + last;
      assertThat(tokens.read(other).isPresent()).isEqualTo(other.equals(text));
    }
  }

  @Test
  void refresh_tokens_of_another_key_and_access_tokens_are_refused() {
    KeyRing others = keys(Map.of("jwt.secret", "another-secret-of-good-length-Xy7Qw3Lk9"));
    assertThat(new RefreshTokens(others, clock).read(text)).isEmpty();
    assertThat(tokens.read(TokenForge.token(TokenForge.json(TokenForge.claims())))).isEmpty();
  }

  @Test
  void a_refresh_token_expires_with_its_session() {
    assertThat(tokens.isExpired(token)).isFalse();
    clock.advance(Duration.ofSeconds(100));
    assertThat(tokens.isExpired(token)).isTrue();
  }
}
