package io.steward.cli.file;

import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.settings.Settings;
import io.steward.settings.jwt.JwtSettings;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import io.steward.token.key.KeyFile;
import io.steward.token.key.Keys;
import io.steward.token.key.StoredKey;
import io.steward.uri.host.HostName;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the keys of applications; {@link ExplainCommand} explains the rules. */
@Command(
    name = "authz",
    description = "Explain the rules in STEWARD_AUTHZ_RULES, and print the keys of applications.")
public final class AuthzCommand {
  static final Set<Setting> OF_TOKENS =
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
                    Refusal.usage(
                        "HOST must be a name such as portal.example.com,"
                            + " without scheme and port."));
    try (Keys keys = new Keys(jwt, Clock.systemUTC())) {
      List<StoredKey> own =
          keys.ring().all().stream().map(key -> key.audienceKey(audience)).toList();
      terminal.say(KeyFile.text(own, jwt.algorithm()).strip());
    }
    return 0;
  }
}
