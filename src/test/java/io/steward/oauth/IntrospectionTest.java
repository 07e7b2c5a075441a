package io.steward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionTransactions;
import io.steward.settings.Settings;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.Revocations;
import io.steward.token.Subject;
import io.steward.token.issue.RefreshTokens;
import io.steward.token.key.KeyRing;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IntrospectionTest {
  private static final Settings SETTINGS =
      TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of());
  private static final Clock CLOCK = Clock.systemUTC();

  /** Introspection on a node that has no database and has not yet read the list of revocations. */
  private static Introspection blind() {
    Revocations unknown = new Revocations(Duration.ofSeconds(60));
    KeyRing keys = TestTokens.keys(SETTINGS.jwt(), CLOCK);
    return new Introspection(
        SETTINGS.jwt(),
        new SessionTransactions(SETTINGS, new Database(SETTINGS.database()), unknown),
        new AccessTokenVerifier(SETTINGS.jwt(), keys, unknown, CLOCK),
        new RefreshTokens(keys, CLOCK),
        CLOCK);
  }

  @Test
  void introspection_of_a_valid_token_fails_with_503_while_revocations_are_unknown() {
    Subject ada = new Subject(7, "ada@golden.example", "", Set.of(), false);
    String token = TestTokens.issue(SETTINGS.jwt(), CLOCK, ada, RefreshTokens.newSessionId());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> blind().introspect(token))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.UNDECIDED));
  }

  @Test
  void an_unknown_token_is_inactive_even_while_revocations_are_unknown() {
    assertThat(blind().introspect("a.b.c")).isEqualTo(Map.of("active", false));
  }
}
