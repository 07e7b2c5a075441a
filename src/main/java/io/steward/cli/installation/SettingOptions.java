package io.steward.cli.installation;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has for settings; they take precedence over other sources. */
public final class SettingOptions {
  // Also sslpassword, which protects the key of a client certificate.
  private static final Pattern PASSWORD =
      Pattern.compile("[?&](ssl)?password=", Pattern.CASE_INSENSITIVE);

  private final SettingSources process;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with settings, instead of the one that STEWARD_CONFIG names.")
  private @Nullable String config;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "JDBC URL of the database, instead of STEWARD_DATABASE_URL or _JNDI.")
  private @Nullable String databaseUrl;

  @Option(
      names = "--database-username",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "User name for the database.")
  private @Nullable String databaseUsername;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with the password for the database.")
  private @Nullable String databasePasswordFile;

  /**
   * Creates an instance without options.
   *
   * @param process the sources of this process
   */
  public SettingOptions(SettingSources process) {
    this.process = process;
  }

  /**
   * The settings from the options and the process.
   *
   * @throws Refusal if an option contains a password
   */
  public SettingSources sources() {
    Map<Setting, String> options = new EnumMap<>(Setting.class);
    if (databaseUrl != null && PASSWORD.matcher(databaseUrl).find()) {
      throw Refusal.usage(
          "--database-url contains a password, which process lists show: remove it, and give the"
              + " password by --database-password-file.");
    }
    put(options, Setting.CONFIG, config);
    put(options, Setting.DATABASE_URL, databaseUrl);
    put(options, Setting.DATABASE_USERNAME, databaseUsername);
    put(options, Setting.DATABASE_PASSWORD_FILE, databasePasswordFile);
    return options.isEmpty() ? process : process.with(options);
  }

  private static void put(Map<Setting, String> options, Setting setting, @Nullable String text) {
    if (text != null) {
      options.put(setting, text);
    }
  }
}
