package io.steward.settings;

import io.steward.settings.source.Secret;
import io.steward.settings.source.SecretFile;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The database and its connections. Either the URL or the JNDI name is present; both are empty if
 * the settings were loaded without a database.
 *
 * @param url a JDBC URL of PostgreSQL; may contain a user name and a password
 * @param password may be empty; with a file, its content at start
 * @param passwordFile where the password can be read again, because it may change
 * @param jndi the name of the container's data source
 * @param poolSize the maximum number of open connections
 */
public record DatabaseSettings(
    Optional<String> url,
    Optional<String> username,
    Secret password,
    Optional<SecretFile> passwordFile,
    Optional<String> jndi,
    int poolSize) {
  /** The servlet context attribute with the {@link Runnable} that waits for the database server. */
  public static final String START_ATTRIBUTE = "io.steward.database.start";

  private static final Pattern ANY = Pattern.compile(".*");
  // Rejects URLs that the driver cannot parse, because the driver would print such a URL with the
  // password.
  private static final Pattern POSTGRESQL = postgresql();
  // A name with another scheme, such as ldap:, would make the JDK contact a remote server.
  private static final Pattern JNDI_NAME = Pattern.compile("(java:)?[^:]+");
  private static final Pattern CREDENTIALS = Pattern.compile("pass|@", Pattern.CASE_INSENSITIVE);

  static DatabaseSettings read(SettingReader reader) {
    demandOne(reader);
    Optional<SecretFile> passwordFile =
        reader.secretFile(Setting.DATABASE_PASSWORD, Setting.DATABASE_PASSWORD_FILE);
    return new DatabaseSettings(
        reader.text(
            Setting.DATABASE_URL,
            POSTGRESQL,
            "must be a URL such as jdbc:postgresql://localhost:5432/steward, with the user's name and"
                + " password in separate settings"),
        reader.text(Setting.DATABASE_USERNAME, ANY, ""),
        password(reader, passwordFile),
        passwordFile,
        reader.text(
            Setting.DATABASE_JNDI, JNDI_NAME, "must be a name such as java:comp/env/jdbc/steward"),
        reader.number(Setting.DATABASE_POOL_SIZE, 1, 200, ""));
  }

  private static Secret password(SettingReader reader, Optional<SecretFile> file) {
    Optional<String> direct = reader.text(Setting.DATABASE_PASSWORD, ANY, "");
    return new Secret(
        file.flatMap(f -> reader.content(f, Setting.DATABASE_PASSWORD_FILE))
            .map(SettingValue::text)
            .or(() -> direct)
            .orElse(""));
  }

  /** The same settings for another database. */
  DatabaseSettings at(String otherUrl, String otherUsername, Secret otherPassword) {
    return new DatabaseSettings(
        Optional.of(otherUrl),
        Optional.of(otherUsername),
        otherPassword,
        Optional.empty(),
        Optional.empty(),
        poolSize);
  }

  private static Pattern postgresql() {
    String host = "(?:[0-9A-Za-z._-]*|\\[[0-9A-Fa-f:.]+])(?::[1-9]\\d{0,4})?";
    String escape = "%[0-9A-Fa-f]{2}";
    return Pattern.compile(
        "jdbc:postgresql:(?://%1$s(?:,%1$s)*/)?(?:[^%%?@/\\s]|%2$s)*(?:\\?(?:[^%%\\s]|%2$s)*)?"
            .formatted(host, escape));
  }

  private static void demandOne(SettingReader reader) {
    Optional<SettingValue> url = reader.find(Setting.DATABASE_URL);
    Optional<SettingValue> jndi = reader.find(Setting.DATABASE_JNDI);
    if (url.isPresent() && jndi.isPresent()) {
      reader.fault(
          "%s and %s are both set: remove one".formatted(url.get().label(), jndi.get().label()));
    }
    if (url.isEmpty() && jndi.isEmpty()) {
      reader.missing(
          Setting.DATABASE_URL,
          "STEWARD_DATABASE_URL is not set: set it to a URL such as"
              + " jdbc:postgresql://localhost:5432/steward, or set STEWARD_DATABASE_JNDI to the"
              + " name of a data source");
    }
  }

  @Override
  public String toString() {
    String place = url.or(() -> jndi).orElse("");
    return String.format(
        Locale.ROOT,
        "DatabaseSettings[%s, poolSize=%d]",
        CREDENTIALS.matcher(place).find() ? password : place,
        poolSize);
  }
}
