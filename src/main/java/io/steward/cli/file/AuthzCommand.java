package io.steward.cli.file;

import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.gateway.Explanation;
import io.steward.gateway.RulesFile;
import io.steward.settings.Settings;
import io.steward.settings.jwt.JwtSettings;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.Revocations;
import io.steward.token.key.KeyFile;
import io.steward.token.key.Keys;
import io.steward.token.key.StoredKey;
import io.steward.uri.host.HostName;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains the rules in {@code STEWARD_AUTHZ_RULES}, and prints the keys of applications. */
@Command(
    name = "authz",
    description = "Explain the rules in STEWARD_AUTHZ_RULES, and print the keys of applications.")
public final class AuthzCommand {
  private static final Set<Setting> OF_TOKENS =
      EnumSet.of(
          Setting.JWT_SECRET,
          Setting.JWT_SECRET_FILE,
          Setting.JWT_KEYS_FILE,
          Setting.JWT_ALGORITHM,
          Setting.JWT_ISSUER,
          Setting.JWT_AUDIENCE,
          Setting.JWT_LEEWAY,
          Setting.JWT_HEADER_PREFIX);

  private final Terminal terminal;
  private final Supplier<SettingSources> sources;

  /** Creates an instance that reads these settings. */
  public AuthzCommand(Terminal terminal, Supplier<SettingSources> sources) {
    this.terminal = terminal;
    this.sources = sources;
  }

  @Command(
      description = {
        "Explain which rule applies to a request and what a proxy would receive.",
        "The command contacts neither a running server nor the database, so it does not know which"
            + " sessions have ended."
      })
  int explain(
      @Parameters(
              paramLabel = "TOKEN",
              description =
                  "An access token, or - to read the token from standard input, which hides it from"
                      + " process lists. An empty argument means no token.")
          String token,
      @Parameters(paramLabel = "METHOD", description = "For example GET.") String method,
      @Parameters(
              paramLabel = "URL",
              description = "For example https://portal.example.com/x, or only the path.")
          String url) {
    Settings settings = settingsOfRules();
    try (Keys keys = new Keys(settings.jwt(), Clock.systemUTC());
        RulesFile rules = new RulesFile(settings.authz().rules().orElseThrow())) {
      JwtSettings jwt = settings.jwt();
      AccessTokenVerifier verifier =
          new AccessTokenVerifier(jwt, keys.ring(), Revocations.none(), Clock.systemUTC());
      new Explanation(rules, jwt.headerPrefix(), verifier)
          .of(token.equals("-") ? asked() : token, method, url)
          .forEach(terminal::say);
    }
    return 0;
  }

  @Command(
      description = {
        "Print the key with which the application at HOST verifies Remote-Token, as a JWK Set.",
        "Keep the key secret. It verifies only the tokens issued for this host.",
        "It does not verify tokens for other hosts, or access tokens."
      })
  int key(
      @Parameters(
              paramLabel = "HOST",
              description = "For example portal.example.com; without a port.")
          String host) {
    JwtSettings jwt = Settings.loadOnly(sources.get(), OF_TOKENS).jwt();
    String audience =
        HostName.canonical(host)
            .orElseThrow(
                () ->
                    new Refusal(
                        "HOST must be a name such as portal.example.com,"
                            + " without scheme and port."));
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

  private Settings settingsOfRules() {
    Set<Setting> used = EnumSet.of(Setting.AUTHZ_RULES, Setting.PROXY_TRUSTED);
    used.addAll(OF_TOKENS);
    Settings settings = Settings.loadOnly(sources.get(), used);
    if (settings.authz().rules().isEmpty()) {
      throw new Refusal("STEWARD_AUTHZ_RULES is not set: give the path of the rules file.");
    }
    return settings;
  }
}
