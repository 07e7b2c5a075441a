package io.steward.settings.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every setting: its key and its default. */
public enum Setting {
  DATABASE_URL("database.url", null),
  DATABASE_USERNAME("database.username", null),
  DATABASE_PASSWORD("database.password", null),
  DATABASE_PASSWORD_FILE("database.password_file", null),
  DATABASE_JNDI("database.jndi", null),
  DATABASE_POOL_SIZE("database.pool_size", "10"),
  JWT_SECRET("jwt.secret", null),
  JWT_SECRET_FILE("jwt.secret_file", null),
  JWT_KEYS_FILE("jwt.keys_file", null),
  JWT_ALGORITHM("jwt.algorithm", "HS256"),
  JWT_ISSUER("jwt.issuer", "steward"),
  JWT_AUDIENCE("jwt.audience", "steward"),
  JWT_ACCESS_LIFETIME("jwt.access_lifetime", "3000"),
  JWT_LEEWAY("jwt.leeway", "0"),
  JWT_HEADER_PREFIX("jwt.header_prefix", "Bearer"),
  CLIENTS_FILE("clients.file", null),
  REFRESH_LIFETIME("refresh.lifetime", "604800"),
  REFRESH_IDLE_LIFETIME("refresh.idle_lifetime", "86400"),
  REFRESH_GRACE("refresh.grace", "10"),
  SESSIONS_PER_USER("sessions.per_user", "100"),
  REVOCATION_STALENESS("revocation.staleness", "60"),
  HTTP_HOST("http.host", "127.0.0.1"),
  HTTP_PORT("http.port", "8080"),
  HTTP_DRAIN("http.drain", "0"),
  PROXY_TRUSTED("proxy.trusted", null),
  PUBLIC_URL("public.url", null),
  BRAND_NAME("brand.name", "Steward"),
  BRAND_COLOR("brand.color", null),
  BRAND_LOGO("brand.logo", null),
  REGISTRATION("registration", "open"),
  REGISTRATION_CONCEAL("registration.conceal", "off"),
  CORS_ORIGINS("cors.origins", null),
  COOKIE_API("cookie.api", "off"),
  ADMIN_NETWORKS("admin.networks", null),
  AUTHZ_RULES("authz.rules", null),
  AUTHZ_IDENTITY_TOKEN("authz.identity_token", "off"),
  PORTAL_DOMAIN("portal.domain", null),
  PORTAL_HOSTS("portal.hosts", null),
  PORTAL_LIFETIME("portal.lifetime", "43200"),
  THROTTLE("throttle", "on"),
  THROTTLE_ACCOUNT("throttle.account", "10/30"),
  THROTTLE_KNOWN("throttle.known", "20/10"),
  THROTTLE_NETWORK("throttle.network", "100/6"),
  THROTTLE_LOGIN("throttle.login", "100/3"),
  THROTTLE_REGISTRATION("throttle.registration", "30/20"),
  THROTTLE_REFRESH("throttle.refresh", "60/1"),
  THROTTLE_MAIL("throttle.mail", "3/1200"),
  THROTTLE_MAIL_NETWORK("throttle.mail_network", "30/20"),
  MAIL_HOST("mail.host", null),
  MAIL_PORT("mail.port", null),
  MAIL_TLS("mail.tls", "starttls"),
  MAIL_USERNAME("mail.username", null),
  MAIL_PASSWORD("mail.password", null),
  MAIL_PASSWORD_FILE("mail.password_file", null),
  MAIL_JNDI("mail.jndi", null),
  MAIL_FROM("mail.from", null),
  MAIL_TEMPLATES("mail.templates", null),
  MAIL_NOTICES("mail.notices", "all"),
  MAIL_LINK_VERIFY("mail.link.verify", null),
  MAIL_LINK_RESET("mail.link.reset", null),
  MAIL_LINK_CHANGE("mail.link.change", null),
  MAIL_LINK_UNDO("mail.link.undo", null),
  MAIL_LINK_INVITATION("mail.link.invitation", null),
  MAIL_LIFETIME_VERIFY("mail.lifetime.verify", "86400"),
  MAIL_LIFETIME_RESET("mail.lifetime.reset", "1800"),
  MAIL_LIFETIME_CHANGE("mail.lifetime.change", "86400"),
  MAIL_LIFETIME_UNDO("mail.lifetime.undo", "604800"),
  MAIL_LIFETIME_INVITATION("mail.lifetime.invitation", "604800"),
  AUDIT_RETENTION("audit.retention", "365"),
  LOG_FORMAT("log.format", "text"),
  HOME("home", "${user.home}/.steward"),
  CONFIG("config", null);

  private static final String PREFIX = "steward.";
  private static final Set<Setting> SECRETS =
      Set.of(JWT_SECRET, DATABASE_PASSWORD, DATABASE_URL, MAIL_PASSWORD);

  private final String key;
  private final @Nullable String defaultValue;

  Setting(String key, @Nullable String defaultValue) {
    this.key = key;
    this.defaultValue = defaultValue;
  }

  /** The bare key, such as {@code jwt.leeway}. */
  public String key() {
    return key;
  }

  /** The default; empty if there is none. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
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
