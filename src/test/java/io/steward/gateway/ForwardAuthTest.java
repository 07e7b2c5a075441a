package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steward.audit.Denials;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.BearerToken;
import io.steward.token.Revocations;
import io.steward.token.Subject;
import io.steward.token.ended.EndedSession;
import io.steward.user.Permissions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForwardAuthTest {
  private static final JwtSettings SETTINGS =
      TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of()).jwt();
  private static final Duration LONG = Duration.ofHours(1);
  private static final Subject ADA =
      new Subject(7, "ada@golden.example", "Ada", Set.of("staff"), false);
  private static final String RULES =
      """
      * /public public
      * /any authenticated
      * /staff group:staff
      * /boss group:boss
      * /code permission:a.b
      * /proved verified
      * /proved-staff verified group:staff
      """;

  private static final Connection NONE =
      (Connection)
          Proxy.newProxyInstance(
              ForwardAuthTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                throw new SQLException("no database");
              });

  @TempDir private Path folder = Path.of("");

  private final Revocations revocations = new Revocations(LONG);
  private final Denials denials = new Denials();
  private final String token = TestTokens.issue(SETTINGS, Clock.systemUTC(), ADA, "the-session");

  private ForwardAuth forwardAuth() throws IOException {
    Path path = Files.writeString(folder.resolve("rules.txt"), RULES);
    return new ForwardAuth(
        new RulesFile(path),
        new Callers(
            new BearerToken("Bearer"),
            TestTokens.verifier(SETTINGS, revocations, Clock.systemUTC()),
            Optional.empty()),
        new Permissions(LONG),
        Optional.empty(),
        denials);
  }

  /** The caller's email address, "nobody" without a caller, or the reason for the refusal. */
  private String answer(String path, String... authorization) throws IOException {
    ForwardAuth forwardAuth = forwardAuth();
    OriginalRequest request = OriginalRequest.of("GET", "", path);
    List<String> headers = Arrays.asList(authorization);
    String[] whose = {""};
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                whose[0] =
                    forwardAuth
                        .admit(request, name -> header(name, headers))
                        .map(Subject::email)
                        .orElse("nobody"));
    return refusal == null ? whose[0] : refusal.type().name();
  }

  private static Enumeration<String> header(String name, List<String> authorization) {
    return Collections.enumeration(name.equals("Authorization") ? authorization : List.of());
  }

  /** Without a connection, only a run that has nothing to write succeeds. */
  private boolean isAnyDenialRecorded() {
    return catchThrowable(() -> denials.chore().run(NONE)) != null;
  }

  private void revocationsAreKnown() {
    revocations.complete(System.nanoTime());
  }

  @Test
  void a_valid_token_gives_access_to_the_paths_of_its_groups() throws IOException {
    revocationsAreKnown();
    String bearer = "Bearer " + token;
    assertThat(answer("/any", bearer)).isEqualTo(ADA.email());
    assertThat(answer("/staff", bearer)).isEqualTo(ADA.email());
    assertThat(answer("/boss", bearer)).isEqualTo(ProblemType.FORBIDDEN.name());
    assertThat(answer("/else", bearer)).isEqualTo(ProblemType.FORBIDDEN.name());
  }

  @Test
  void a_rule_for_verified_addresses_follows_the_token() throws IOException {
    revocationsAreKnown();
    for (boolean isVerified : new boolean[] {true, false}) {
      Subject subject = new Subject(ADA.id(), ADA.email(), ADA.name(), ADA.groups(), isVerified);
      String bearer =
          "Bearer " + TestTokens.issue(SETTINGS, Clock.systemUTC(), subject, "the-session");
      String expected = isVerified ? ADA.email() : ProblemType.FORBIDDEN.name();
      assertThat(answer("/proved", bearer)).isEqualTo(expected);
      assertThat(answer("/proved-staff", bearer)).isEqualTo(expected);
      assertThat(answer("/staff", bearer)).isEqualTo(ADA.email());
    }
  }

  @Test
  void without_a_valid_token_only_public_paths_are_open() throws IOException {
    revocationsAreKnown();
    for (String[] sent :
        new String[][] {
          {}, {"Basic YTpi"}, {"Bearer x"}, {"Bearer " + token, "Bearer " + token}, {token}
        }) {
      for (String path : List.of("/any", "/staff", "/boss", "/code")) {
        assertThat(answer(path, sent))
            .isIn(ProblemType.NOT_AUTHENTICATED.name(), ProblemType.INVALID_TOKEN.name());
      }
      assertThat(answer("/public", sent)).isEqualTo("nobody");
      assertThat(answer("/else", sent)).isEqualTo(ProblemType.FORBIDDEN.name());
    }
  }

  @Test
  void a_valid_token_identifies_the_caller_on_a_public_path() throws IOException {
    revocationsAreKnown();
    assertThat(answer("/public", "Bearer " + token)).isEqualTo(ADA.email());
  }

  @Test
  void a_revoked_token_counts_as_no_token_on_public_paths_and_is_refused_elsewhere()
      throws IOException {
    revocationsAreKnown();
    revocations.add(List.of(new EndedSession("the-session", Long.MAX_VALUE, false)));
    assertThat(answer("/any", "Bearer " + token)).isEqualTo(ProblemType.INVALID_TOKEN.name());
    assertThat(answer("/public", "Bearer " + token)).isEqualTo("nobody");
  }

  @Test
  void an_unknown_revocation_status_is_refused() throws IOException {
    assertThat(answer("/any", "Bearer " + token)).isEqualTo(ProblemType.UNDECIDED.name());
    assertThat(answer("/public", "Bearer " + token)).isEqualTo("nobody");
    revocationsAreKnown();
    assertThat(answer("/code", "Bearer " + token)).isEqualTo(ProblemType.UNDECIDED.name());
  }

  @Test
  void only_refusals_of_the_caller_are_recorded_as_denied() throws IOException {
    assertThat(answer("/any", "Bearer " + token)).isEqualTo(ProblemType.UNDECIDED.name());
    assertThat(isAnyDenialRecorded()).isFalse();
    revocationsAreKnown();
    assertThat(answer("/any", "Bearer x")).isEqualTo(ProblemType.INVALID_TOKEN.name());
    assertThat(isAnyDenialRecorded()).isTrue();
  }
}
