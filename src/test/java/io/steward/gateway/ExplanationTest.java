package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.BearerToken;
import io.steward.token.Subject;
import io.steward.user.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplanationTest {
  private static final JwtSettings SETTINGS =
      TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of()).jwt();
  private static final String RULES =
      """
      GET,HEAD /public public

      a.example * /staff/ group:staff  # all of them
      POST /reports permission:reports.add_report
      * /hosts authenticated
      """;
  private static final String TOKEN =
      TestTokens.issue(
          SETTINGS,
          Clock.systemUTC(),
          new Subject(7, "ada@golden.example", "Ada Lovelace", Set.of("staff"), false),
          "the-session");

  @TempDir private Path folder = Path.of("");

  private List<String> explained(String token, String method, String url) throws IOException {
    Path path = Files.writeString(folder.resolve("rules.txt"), RULES);
    Callers callers =
        new Callers(
            new BearerToken("Bearer"),
            TestTokens.verifier(SETTINGS, Clock.systemUTC()),
            Optional.empty());
    return new Explanation(new RulesFile(path), callers, new Permissions(Duration.ofSeconds(1)))
        .of(token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token), method, url);
  }

  @Test
  void the_explanation_of_an_approval_shows_rule_and_headers() throws IOException {
    assertThat(explained(TOKEN, "GET", "https://a.example:8443/staff/x?y"))
        .containsExactly(
            "rule    line 3: a.example * /staff group:staff",
            "answer  200",
            "        Remote-User: 7",
            "        Remote-Email: ada@golden.example",
            "        Remote-Email-Verified: false",
            "        Remote-Name: Ada Lovelace",
            "        Remote-Groups: staff");
    assertThat(explained("", "HEAD", "/public"))
        .containsExactly("rule    line 1: GET,HEAD /public public", "answer  200");
  }

  @Test
  void the_explanation_of_a_refusal_shows_the_reason() throws IOException {
    assertThat(explained("", "GET", "/hosts"))
        .containsExactly(
            "rule    line 5: * /hosts authenticated",
            "answer  401 Authentication credentials were not provided.");
    assertThat(explained(TOKEN + "x", "GET", "/hosts"))
        .contains("answer  401 Error decoding signature.");
    assertThat(explained(TOKEN, "GET", "/else"))
        .containsExactly("rule    no rule applies", "answer  403 No rule allows this.");
    assertThat(explained(TOKEN, "GET", "https://a.example"))
        .containsExactly("rule    no rule applies", "answer  403 No rule allows this.");
    assertThat(explained(TOKEN, "GET", "/public//x"))
        .containsExactly("answer  403 The path has more than one spelling.");
    assertThat(explained(TOKEN, "get", "/public"))
        .containsExactly("answer  403 Rules do not support this method.");
    assertThat(explained(TOKEN, "GET", "ftp://a.example/public"))
        .containsExactly("answer  403 The URL must begin with http:// or https://.");
  }

  @Test
  void the_explanation_of_a_permission_rule_names_the_permission() throws IOException {
    assertThat(explained(TOKEN, "POST", "/reports"))
        .containsExactly(
            "rule    line 4: POST /reports permission:reports.add_report",
            "answer  200 if the user or one of the token's groups has the permission"
                + " reports.add_report, otherwise 403; this form of the command does not query"
                + " the database, --user does");
    assertThat(explained("", "POST", "/reports"))
        .contains("answer  401 Authentication credentials were not provided.");
  }
}
