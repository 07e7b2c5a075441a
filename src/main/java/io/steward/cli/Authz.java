package io.steward.cli;

import io.steward.gateway.Explanation;
import io.steward.gateway.HostName;
import io.steward.gateway.RulesFile;
import io.steward.settings.JwtSettings;
import io.steward.settings.Setting;
import io.steward.settings.SettingSources;
import io.steward.settings.Settings;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.Revocations;
import io.steward.token.key.KeyFile;
import io.steward.token.key.Keys;
import io.steward.token.key.StoredKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains the rules that {@code STEWARD_AUTHZ_RULES} names, and prints applications' keys. */
@Command(
    name = "authz",
    description = "Explain the rules of STEWARD_AUTHZ_RULES, and print applications' keys.")
final class Authz implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  Authz(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Name one of: explain, key.");
  }

  @Command(
      description = {
        "Tell which rule is for a request, and what a proxy would be answered.",
        "Neither a running server nor the database is asked: a session that has ended is not known"
            + " to have."
      })
  int explain(
      @Parameters(
              paramLabel = "TOKEN",
              description =
                  "An access token; - reads it from the input, where no list of processes shows it;"
                      + " an empty one is none.")
          String token,
      @Parameters(paramLabel = "METHOD", description = "Such as GET.") String method,
      @Parameters(
              paramLabel = "URL",
              description = "As https://portal.example.com/x, or the path alone.")
          String url) {
    Settings settings = settings();
    Path path = settings.authz().rules().orElseThrow();
    try (Keys keys = new Keys(settings.jwt(), Clock.systemUTC());
        RulesFile rules = new RulesFile(path)) {
      JwtSettings jwt = settings.jwt();
      AccessTokenVerifier verifier =
          new AccessTokenVerifier(jwt, keys.ring(), none(settings), Clock.systemUTC());
      new Explanation(rules, jwt.headerPrefix(), verifier)
          .of(token.equals("-") ? asked() : token, method, url)
          .forEach(terminal::say);
    }
    return 0;
  }

  @Command(
      description = {
        "Print the key by which the application at a host verifies its Remote-Token, as a JWK Set.",
        "It is secret, and good for no other host's tokens and for no access token."
      })
  int key(
      @Parameters(paramLabel = "HOST", description = "Such as portal.example.com; without a port.")
          String host) {
    JwtSettings jwt = settings().jwt();
    String audience = host.toLowerCase(Locale.ROOT);
    if (!HostName.isPlain(audience)) {
      throw new Refusal("HOST is a name such as portal.example.com, without scheme and port.");
    }
    try (Keys keys = new Keys(jwt, Clock.systemUTC())) {
      List<StoredKey> own =
          keys.ring().all().stream().map(key -> key.audienceKey(audience)).toList();
      terminal.say(KeyFile.text(own, jwt.algorithm()).strip());
    }
    return 0;
  }

  private String asked() {
    String prompt = terminal.isInteractive() ? "Token: " : "";
    return Optional.ofNullable(terminal.askHidden(prompt)).orElse("").strip();
  }

  private static Revocations none(Settings settings) {
    Revocations revocations = new Revocations(settings.session().staleness());
    revocations.complete(System.nanoTime());
    return revocations;
  }

  private static Settings settings() {
    SettingSources sources = SettingSources.ofProcess();
    if (sources.value(Setting.AUTHZ_RULES).isEmpty()) {
      throw new Refusal("STEWARD_AUTHZ_RULES is not set: name the file with the rules.");
    }
    return Installation.settingsAlone(sources);
  }
}
