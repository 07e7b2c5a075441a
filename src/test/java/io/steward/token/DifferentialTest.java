package io.steward.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.steward.testing.TestClock;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

/** Every token that Steward accepts is also accepted by jose4j with its strictest settings. */
final class DifferentialTest {
  private static final int ROUNDS = 30_000;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. \u00e9";
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"7\"",
          "7",
          "07",
          "7.0",
          "-1",
          "1e3",
          "[]",
          "{}",
          "\"steward\"",
          "[\"steward\"]",
          "\"\\u0037\"",
          "\"\\ud800\"",
          "1800000000",
          "1800000001",
          "1800003000",
          "1800003001",
          "1e999999999",
          "99999999999999999999",
          "\"\u00e9\"",
          "[\"a\",\"a\"]",
          ",",
          "-0",
          "0.0",
          "1E+2",
          "1e",
          "-",
          "\"\\n\\u00e9\\/\"",
          "\"\\x\"",
          "\"\\u00g0\"",
          "\"\t\"",
          "[1,[2,[]],null]",
          "[1,]",
          "tru",
          "nullx");

  private final Random random = new Random(42);
  private final AccessTokenVerifier verifier =
      TestTokens.verifier(
          TokenForge.settings(), new TestClock(Instant.ofEpochSecond(TokenForge.NOW)));
  private final JwtConsumer oracle =
      new JwtConsumerBuilder()
          .setVerificationKey(
              new SecretKeySpec(TestServer.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
          .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "HS256")
          .setExpectedType(true, "at+jwt")
          .setExpectedIssuer(true, "steward")
          .setExpectedAudience(true, "steward")
          .setRequireSubject()
          .setRequireExpirationTime()
          .setRequireIssuedAt()
          .setRequireNotBefore()
          .setRequireJwtId()
          .setEvaluationTime(NumericDate.fromSeconds(TokenForge.NOW))
          .build();

  @Test
  void a_strict_jwt_consumer_accepts_every_token_that_steward_accepts() {
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String token = mutant();
      if (isAccepted(token)) {
        accepted++;
        assertThatCode(() -> oracle.processToClaims(token)).as(token).doesNotThrowAnyException();
      }
    }
    assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  private boolean isAccepted(String token) {
    try {
      verifier.verify(token);
      return true;
    } catch (InvalidTokenException e) {
      return false;
    }
  }

  private String mutant() {
    return switch (random.nextInt(4)) {
      case 0 -> TokenForge.token(TokenForge.json(mutatedClaims()));
      case 1 -> TokenForge.token(scratched(TokenForge.json(TokenForge.claims())));
      case 2 -> scratched(TokenForge.token(TokenForge.json(TokenForge.claims())));
      default -> resigned(TokenForge.token(TokenForge.json(TokenForge.claims())));
    };
  }

  private Map<String, String> mutatedClaims() {
    Map<String, String> claims = TokenForge.claims();
    List<String> names = new ArrayList<>(claims.keySet());
    names.add("extra");
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(4) == 0) {
      claims.remove(name);
    } else {
      claims.put(name, VALUES.get(random.nextInt(VALUES.size())));
    }
    return claims;
  }

  /** Changes, inserts or removes one character. */
  private String scratched(String text) {
    int at = random.nextInt(text.length());
    String letter = String.valueOf(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + letter + text.substring(at + 1);
      case 1 -> text.substring(0, at) + letter + text.substring(at);
      default -> text.substring(0, at) + text.substring(at + 1);
    };
  }

  private String resigned(String token) {
    return TokenForge.signed(scratched(token.substring(0, token.lastIndexOf('.'))));
  }
}
