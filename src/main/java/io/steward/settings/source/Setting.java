package io.steward.settings.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every setting: its key, its default and its description. */
public enum Setting {
  DATABASE_URL(
      "database.url",
      null,
      "JDBC URL of the PostgreSQL database, such as jdbc:postgresql://localhost:5432/steward"),
  DATABASE_USERNAME("database.username", null, "User name for the database"),
  DATABASE_PASSWORD("database.password", null, "Password for the database"),
  DATABASE_PASSWORD_FILE(
      "database.password_file",
      null,
      "File with the password for the database, read for each new connection"),
  DATABASE_JNDI(
      "database.jndi",
      null,
      "Name of the container's data source, such as java:comp/env/jdbc/steward, instead of a URL"),
  DATABASE_POOL_SIZE(
      "database.pool_size", "10", "Maximum number of open database connections, 1 to 200"),
  JWT_SECRET(
      "jwt.secret", null, "Key that signs the access tokens; create one: openssl rand -base64 48"),
  JWT_SECRET_FILE(
      "jwt.secret_file", null, "File with the key, instead of the secret; read when it changes"),
  JWT_KEYS_FILE(
      "jwt.keys_file",
      null,
      "File with a JWK Set of keys, instead of one secret; create it: keys generate"),
  JWT_ALGORITHM("jwt.algorithm", "HS256", "Signature of the access tokens: HS256, HS384 or HS512"),
  JWT_ISSUER("jwt.issuer", "steward", "Issuer (iss) of the access tokens"),
  JWT_AUDIENCE("jwt.audience", "steward", "Audience (aud) of the access tokens"),
  JWT_ACCESS_LIFETIME("jwt.access_lifetime", "3000", "Life of an access token, 1 to 86400 seconds"),
  JWT_LEEWAY("jwt.leeway", "0", "Tolerated clock difference between servers, 0 to 300 seconds"),
  JWT_HEADER_PREFIX("jwt.header_prefix", "Bearer", "Scheme name in the Authorization header"),
  CLIENTS_FILE(
      "clients.file",
      null,
      "File of the OAuth clients, which may introspect and revoke tokens; create it: clients add"),
  REFRESH_LIFETIME(
      "refresh.lifetime", "604800", "Life of a session from its log-in, 60 to 31536000 seconds"),
  REFRESH_IDLE_LIFETIME(
      "refresh.idle_lifetime",
      "86400",
      "Life of a session from its last refresh, 60 to 31536000 seconds"),
  REFRESH_GRACE(
      "refresh.grace",
      "10",
      "How long a used refresh token still returns its successor, 0 to 30 seconds"),
  SESSIONS_PER_USER(
      "sessions.per_user",
      "100",
      "Sessions of one user; at a log-in over the limit, the session idle longest ends, 1 to 1000"),
  REVOCATION_STALENESS(
      "revocation.staleness",
      "60",
      "How long tokens are accepted without a working revocation feed, 5 to 3600 seconds"),
  HTTP_HOST("http.host", "127.0.0.1", "IP address or host name that java -jar listens on"),
  HTTP_PORT("http.port", "8080", "Port that java -jar listens on; 0 means any free port"),
  HTTP_DRAIN(
      "http.drain",
      "0",
      "How long java -jar still serves requests after SIGTERM, 0 to 120 seconds"),
  PROXY_TRUSTED(
      "proxy.trusted",
      null,
      "List of proxy networks whose X-Forwarded-* or Forwarded headers are used"),
  PUBLIC_URL(
      "public.url",
      null,
      "Address of Steward in the links of a trial, such as http://127.0.0.1:8081"),
  BRAND_NAME("brand.name", "Steward", "Name of your organisation or portal in messages to people"),
  REGISTRATION(
      "registration",
      "open",
      "New accounts: open, verified (address first), approved (by an administrator), invited, closed"),
  REGISTRATION_CONCEAL(
      "registration.conceal", "off", "on answers registrations of taken addresses like all others"),
  CORS_ORIGINS(
      "cors.origins",
      null,
      "List of other origins whose pages may use the API, such as https://app.example.com"),
  ADMIN_NETWORKS(
      "admin.networks",
      null,
      "List of networks from which /admin/ is open, such as 10.0.0.0/8; without it, all"),
  AUTHZ_RULES("authz.rules", null, "File with the rules for forward authorization by proxies"),
  AUTHZ_IDENTITY_TOKEN(
      "authz.identity_token",
      "off",
      "on sends applications a signed identity token in addition to the headers"),
  THROTTLE("throttle", "on", "off disables all throttling, for load tests"),
  THROTTLE_ACCOUNT(
      "throttle.account", "10/30", "Wrong passwords for an account: 10 at once, then one in 30 s"),
  THROTTLE_KNOWN(
      "throttle.known",
      "20/10",
      "The same for each network that has logged in to it before, after the limit above"),
  THROTTLE_NETWORK(
      "throttle.network", "100/6", "Wrong passwords from one network, for all accounts"),
  THROTTLE_LOGIN("throttle.login", "100/3", "Right passwords for an account"),
  THROTTLE_REGISTRATION(
      "throttle.registration", "30/20", "New accounts and new email addresses from one network"),
  THROTTLE_REFRESH("throttle.refresh", "60/1", "Refreshes of one session"),
  THROTTLE_MAIL("throttle.mail", "3/1200", "Messages that strangers can cause to one address"),
  THROTTLE_MAIL_NETWORK(
      "throttle.mail_network", "30/20", "Messages that strangers can cause from one network"),
  MAIL_HOST("mail.host", null, "Mail server (SMTP) that delivers Steward's messages"),
  MAIL_PORT(
      "mail.port",
      null,
      "Port of the mail server; without it, 587, or 465 for implicit, 25 for off"),
  MAIL_TLS("mail.tls", "starttls", "Encryption to the mail server: starttls, implicit or off"),
  MAIL_USERNAME("mail.username", null, "User name for the mail server"),
  MAIL_PASSWORD("mail.password", null, "Password for the mail server"),
  MAIL_PASSWORD_FILE(
      "mail.password_file", null, "File with the password for the mail server, instead of it"),
  MAIL_JNDI(
      "mail.jndi",
      null,
      "Name of the container's mail session, such as java:comp/env/mail/steward, instead of a host"),
  MAIL_FROM("mail.from", null, "Sender's address, such as accounts@example.com"),
  MAIL_TEMPLATES("mail.templates", null, "Folder with your own texts of messages"),
  MAIL_NOTICES(
      "mail.notices",
      "all",
      "Notices to the owner of an account: all, none, or a list of their names"),
  MAIL_LINK_VERIFY("mail.link.verify", null, "Link that verifies an address, with {token} in it"),
  MAIL_LINK_RESET("mail.link.reset", null, "Link that resets a password, with {token} in it"),
  MAIL_LINK_CHANGE(
      "mail.link.change", null, "Link that confirms another address, with {token} in it"),
  MAIL_LINK_UNDO(
      "mail.link.undo", null, "Link that undoes a change of address, with {token} in it"),
  MAIL_LINK_INVITATION(
      "mail.link.invitation", null, "Link that accepts an invitation, with {token} in it"),
  MAIL_LIFETIME_VERIFY(
      "mail.lifetime.verify", "86400", "Life of a link that verifies, 60 to 2592000 seconds"),
  MAIL_LIFETIME_RESET(
      "mail.lifetime.reset", "1800", "Life of a link that resets, 60 to 2592000 seconds"),
  MAIL_LIFETIME_CHANGE(
      "mail.lifetime.change", "86400", "Life of a link that confirms, 60 to 2592000 seconds"),
  MAIL_LIFETIME_UNDO(
      "mail.lifetime.undo", "604800", "Life of a link that undoes, 60 to 2592000 seconds"),
  MAIL_LIFETIME_INVITATION(
      "mail.lifetime.invitation", "604800", "Life of an invitation, 60 to 2592000 seconds"),
  AUDIT_RETENTION(
      "audit.retention",
      "365",
      "How long audit records are kept, 1 to 36500 days; deleted one whole month at a time"),
  LOG_FORMAT(
      "log.format", "text", "Log format of java -jar: text, or json with one object per line"),
  HOME("home", "${user.home}/.steward", "Folder for the files of java -jar"),
  CONFIG("config", null, "Properties file (UTF-8) with further settings");

  private static final String PREFIX = "steward.";
  private static final Set<Setting> SECRETS =
      Set.of(JWT_SECRET, DATABASE_PASSWORD, DATABASE_URL, MAIL_PASSWORD);

  private final String key;
  private final @Nullable String defaultValue;
  private final String description;

  Setting(String key, @Nullable String defaultValue, String description) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** The bare key, such as {@code jwt.leeway}. */
  public String key() {
    return key;
  }

  /** The default; empty if there is none. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** One line for a table or a help text. */
  public String description() {
    return description;
  }

  /** The name in the environment, such as {@code STEWARD_JWT_LEEWAY}. */
  public String environmentName() {
    return propertyName().replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The name as a system property and in the file, such as {@code steward.jwt.leeway}. */
  public String propertyName() {
    return PREFIX + key;
  }

  /** The name in JNDI, such as {@code java:comp/env/steward/jwt.leeway}. */
  public String jndiName() {
    return "java:comp/env/steward/" + key;
  }

  /** Whether the value must not be shown; a URL may contain a password. */
  public boolean isSecret() {
    return SECRETS.contains(this);
  }

  static Optional<Setting> byKey(String key) {
    return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
  }

  static Optional<Setting> byPropertyName(String name) {
    return name.startsWith(PREFIX) ? byKey(name.substring(PREFIX.length())) : Optional.empty();
  }

  static Optional<Setting> byEnvironmentName(String name) {
    return Arrays.stream(values()).filter(s -> s.environmentName().equals(name)).findFirst();
  }
}
