package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.source.SettingSources;
import io.steward.testing.Folders;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.Subject;
import io.steward.token.key.HmacKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The authz commands, each in a separate process and without a database. */
final class AuthzCommandIT {
  private static final String TOKEN =
      TestTokens.issue(
          TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of()).jwt(),
          Clock.systemUTC(),
          new Subject(7, "ada@golden.example", "Ada", Set.of(), false),
          "the-session");

  private final Path folder = Folders.fresh("authz-command");

  private CommandRun explain(Map<String, String> more, List<String> typed, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "authz";
    all[1] = "explain";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CommandRun.of(folder, environment(more), typed, all);
  }

  private CommandRun key(String host) throws IOException {
    Map<String, String> environment = environment(rules("* /api authenticated\n"));
    return CommandRun.of(folder, environment, "authz", "key", host);
  }

  private static Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("STEWARD_JWT_SECRET", TestServer.SECRET);
    environment.put("STEWARD_PROXY_TRUSTED", "127.0.0.1");
    return environment;
  }

  private Map<String, String> rules(String text) throws IOException {
    Path path = Files.writeString(folder.resolve("rules.txt"), text);
    return Map.of("STEWARD_AUTHZ_RULES", path.toString());
  }

  @Test
  void authz_key_prints_the_key_of_one_host_only() throws Exception {
    CommandRun printed = key("A.example");
    assertThat(printed.code()).as(printed.toString()).isZero();
    HmacKey signing =
        TestTokens.keys(
                TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of()).jwt(),
                Clock.systemUTC())
            .signing();
    JsonWebKey key = new JsonWebKeySet(String.join("\n", printed.out())).getJsonWebKeys().get(0);
    assertThat(key.getKeyId()).isEqualTo(signing.id());
    assertThat(key.getKey().getEncoded())
        .isEqualTo(signing.audienceKey("a.example").secret().getEncoded());
  }

  @Test
  void authz_key_refuses_text_that_is_not_a_host() throws IOException {
    for (String host : List.of("a.example:8443", "a b", "https://a.example")) {
      assertThat(key(host).misuse()).startsWith("HOST must be a name such as");
    }
  }

  @Test
  void authz_explain_takes_a_token_from_input_or_argument() throws IOException {
    Map<String, String> rules = rules("* /api authenticated\n");
    CommandRun typed = explain(rules, List.of(TOKEN), "-", "GET", "https://a.example/api/x");
    CommandRun given = explain(rules, List.of(), TOKEN, "GET", "/api/x");
    assertThat(typed).isEqualTo(given);
    assertThat(given.code()).isZero();
    assertThat(given.out())
        .startsWith(
            "rule    line 1: * /api authenticated", "answer  200", "        Remote-User: 7");
    assertThat(given.err()).isEmpty();
  }

  @Tag("long")
  @Test
  void authz_explain_waits_for_a_token_longer_than_the_staleness_limit() throws IOException {
    Map<String, String> settings = new HashMap<>(rules("* /api authenticated\n"));
    settings.put("STEWARD_JWT_SECRET", TestServer.SECRET);
    settings.put("STEWARD_PROXY_TRUSTED", "127.0.0.1");
    settings.put("STEWARD_REVOCATION_STALENESS", "5");
    ScriptedTerminal terminal = new ScriptedTerminal(true, TOKEN).slow(Duration.ofMillis(5_100));
    int code =
        Main.commandLine(
                terminal,
                settings::get,
                SettingSources.of(name -> null, Map.of(), settings),
                List.of("authz"))
            .execute("authz", "explain", "-", "GET", "/api/x");
    assertThat(terminal.transcript).contains("answer  200");
    assertThat(code).isZero();
  }

  @Test
  void each_fault_of_the_rules_file_is_reported_in_one_line() throws IOException {
    CommandRun refused = explain(rules("* /api\n* /b publik\n"), List.of(), "-", "GET", "/api");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).hasSize(2).allMatch(line -> line.contains(", which is wrong: line "));
  }

  @Test
  void without_rules_authz_explain_names_the_setting() {
    explain(Map.of(), List.of(), "-", "GET", "/api")
        .fails("STEWARD_AUTHZ_RULES is not set: give the path of the rules file.");
  }
}
