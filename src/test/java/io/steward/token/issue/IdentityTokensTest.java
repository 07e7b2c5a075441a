package io.steward.token.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.TestClock;
import io.steward.testing.TestTokens;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.token.TokenFault;
import io.steward.token.TokenForge;
import io.steward.token.key.KeyRing;
import io.steward.token.key.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;

final class IdentityTokensTest {
  private static final JwtSettings SETTINGS = TokenForge.settings();

  private final TestClock clock = new TestClock(Instant.ofEpochSecond(TokenForge.NOW));
  private final KeyRing keys = TestTokens.keys(SETTINGS, clock);
  private final String token =
      new IdentityTokens("steward", keys, clock).issue(TokenForge.ADA, "a.example");

  private Map<String, Object> claims() throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "HS256"));
    jws.setKey(keys.signing().audienceKey("a.example").secret());
    jws.setCompactSerialization(token);
    assertThat(jws.verifySignature()).isTrue();
    assertThat(jws.getHeader("typ")).isEqualTo("steward-identity+jwt");
    assertThat(jws.getKeyIdHeaderValue()).isEqualTo(keys.signing().id());
    return JsonUtil.parseJson(jws.getPayload());
  }

  @Test
  void an_identity_token_identifies_the_user_to_one_host_for_a_minute() throws Exception {
    assertThat(claims())
        .containsEntry("iss", "steward")
        .containsEntry("sub", "7")
        .containsEntry("aud", "a.example")
        .containsEntry("iat", TokenForge.NOW)
        .containsEntry("exp", TokenForge.NOW + 60)
        .containsEntry("email", "ada@golden.example")
        .containsEntry("email_verified", false)
        .containsEntry("name", "Ada Lovelace")
        .containsKey("groups")
        .doesNotContainKeys("sid", "jti", "user_id");
    assertThat((List<?>) claims().get("groups"))
        .map(String::valueOf)
        .containsExactlyInAnyOrder("staff", "editors");
  }

  @Test
  void an_audiences_key_differs_from_the_keys_of_other_audiences_and_the_signing_key() {
    byte[] own = keys.signing().audienceKey("a.example").secret().getEncoded();
    assertThat(own).hasSize(32);
    assertThat(keys.signing().audienceKey("b.example").secret().getEncoded()).isNotEqualTo(own);
    assertThat(keys.signing().tokens(TokenType.ACCESS).blank().getKey().getEncoded())
        .isNotEqualTo(own);
  }

  @Test
  void an_identity_token_is_never_accepted_as_an_access_token() {
    AccessTokenVerifier verifier = TestTokens.verifier(SETTINGS, clock);
    assertThatExceptionOfType(InvalidTokenException.class)
        .isThrownBy(() -> verifier.verify(token))
        .matches(refusal -> refusal.fault() == TokenFault.MALFORMED);
    String header =
        TestTokens.issue(SETTINGS, clock, TokenForge.ADA, "s").replaceFirst("\\..*", "");
    assertThatExceptionOfType(InvalidTokenException.class)
        .isThrownBy(() -> verifier.verify(header + token.substring(token.indexOf('.'))));
  }

  @Test
  void an_access_token_signed_with_an_audiences_key_is_refused() {
    AccessTokenVerifier verifier =
        TestTokens.verifier(TokenForge.settings(Map.of("jwt.audience", "a.example")), clock);
    assertThatExceptionOfType(InvalidTokenException.class).isThrownBy(() -> verifier.verify(token));
  }
}
