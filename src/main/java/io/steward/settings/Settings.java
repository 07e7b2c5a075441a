package io.steward.settings;

import io.steward.settings.jwt.JwtSettings;
import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.mail.MailSettings;
import io.steward.settings.source.Secret;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingValue;
import io.steward.settings.source.SettingsException;
import io.steward.settings.web.RegistrationMode;
import io.steward.settings.web.WebSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All settings, checked.
 *
 * @param clientsFile the absolute path of the file of OAuth clients
 * @param auditRetentionDays how long audit entries are kept; they are deleted one whole month at a
 *     time
 * @param home the folder of {@code java -jar}; absolute; need not exist yet
 */
public record Settings(
    DatabaseSettings database,
    JwtSettings jwt,
    Optional<Path> clientsFile,
    SessionSettings session,
    HttpSettings http,
    ProxySettings proxy,
    WebSettings web,
    AuthzSettings authz,
    ThrottleSettings throttle,
    MailSettings mail,
    int auditRetentionDays,
    Path home) {
  private static final Pattern LOG_FORMAT = Pattern.compile("text|json");
  private static final String USER_HOME = "${user.home}";

  /**
   * Reads and checks every setting.
   *
   * @throws SettingsException with all faults
   */
  public static Settings load(SettingSources sources) {
    return read(new SettingReader(sources));
  }

  /** Like {@link #load}, but also accepts settings without a database or a key, for a trial. */
  public static Settings loadForTrial(SettingSources sources) {
    return read(new SettingReader(sources, Set.of(Setting.DATABASE_URL, Setting.JWT_SECRET)));
  }

  /** Like {@link #load}, but reads only these settings; the others have their defaults. */
  public static Settings loadOnly(SettingSources sources, Set<Setting> used) {
    return read(SettingReader.only(sources, used));
  }

  private static Settings read(SettingReader reader) {
    // Only checked here, because logging starts earlier and reads this setting itself.
    reader.text(Setting.LOG_FORMAT, LOG_FORMAT, "must be text or json");
    Settings settings =
        new Settings(
            DatabaseSettings.read(reader),
            JwtSettings.read(reader),
            reader.file(Setting.CLIENTS_FILE),
            SessionSettings.read(reader),
            HttpSettings.read(reader),
            ProxySettings.read(reader),
            WebSettings.read(reader),
            AuthzSettings.read(reader),
            ThrottleSettings.read(reader),
            MailSettings.read(reader),
            reader.number(Setting.AUDIT_RETENTION, 1, 36_500, " of days"),
            home(reader, System.getProperty("user.home", "")));
    settings.demandMail(reader);
    reader.finish();
    return settings;
  }

  /** Refuses ways of registration that need mail. */
  private void demandMail(SettingReader reader) {
    boolean isVerified = web.registration() == RegistrationMode.VERIFIED;
    if (web.concealsAddresses() && !isVerified) {
      reader.fault(
          "STEWARD_REGISTRATION_CONCEAL is on, which needs STEWARD_REGISTRATION=verified: otherwise"
              + " a log-in shows which addresses are taken");
    }
    // A trial, without a database, has mail with links to its own pages.
    if (isVerified && (database.url().isPresent() || database.jndi().isPresent())) {
      demandLinks(reader);
    }
  }

  private void demandLinks(SettingReader reader) {
    // Only a link changes the address of an account.
    if (!mail.hasLink(LinkPurpose.VERIFY) || !mail.hasLink(LinkPurpose.CHANGE)) {
      reader.fault(
          "STEWARD_REGISTRATION is verified, but not all mail can be sent: set STEWARD_MAIL_HOST,"
              + " and STEWARD_PUBLIC_URL or all of STEWARD_MAIL_LINK_VERIFY,"
              + " STEWARD_MAIL_LINK_CHANGE, STEWARD_MAIL_LINK_UNDO"
              + (web.concealsAddresses() ? ", STEWARD_MAIL_LINK_RESET" : ""));
    } else if (web.concealsAddresses() && !mail.hasLink(LinkPurpose.RESET)) {
      reader.fault(
          "STEWARD_REGISTRATION_CONCEAL is on, but no link sets a new password: set"
              + " STEWARD_PUBLIC_URL or STEWARD_MAIL_LINK_RESET");
    }
  }

  /** These settings, with the database of a trial, which prints mail without a mail server. */
  public Settings withDatabase(String url, String username, Secret password) {
    return with(
        database.at(url, username, password),
        jwt,
        mail.forTrial(web.publicUrl().orElse("http://127.0.0.1:" + http.port())));
  }

  /**
   * These settings, with the key of a trial.
   *
   * @throws SettingsException if the key is too weak
   */
  public Settings withSecret(Secret secret) {
    return with(database, jwt.with(secret), mail);
  }

  private Settings with(
      DatabaseSettings changedDatabase, JwtSettings changedJwt, MailSettings changedMail) {
    return new Settings(
        changedDatabase,
        changedJwt,
        clientsFile,
        session,
        http,
        proxy,
        web,
        authz,
        throttle,
        changedMail,
        auditRetentionDays,
        home);
  }

  static Path home(SettingReader reader, String userHome) {
    Optional<SettingValue> value = reader.value(Setting.HOME);
    try {
      value.ifPresent(home -> demandPath(reader, home, userHome));
      String text = value.map(SettingValue::text).orElse("");
      return Path.of(text.replace(USER_HOME, userHome)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      value.ifPresent(home -> reader.refuse(home, "must be the path of a folder"));
      return Path.of("");
    }
  }

  private static void demandPath(SettingReader reader, SettingValue home, String userHome) {
    // Only a shell expands ~; without a shell, a folder named ~ would be created.
    if (home.text().startsWith("~")) {
      reader.refuse(home, "must be written out as an absolute path");
    }
    // The JDK reports "?" for a user without a home folder, as in many containers.
    if (home.text().contains(USER_HOME) && !Path.of(userHome).isAbsolute()) {
      reader.refuse(home, "must be an absolute path, because this user has no home folder");
    }
  }
}
