package io.steward.settings.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SettingTest {
  @Test
  void every_setting_has_its_name_in_the_environment() {
    assertThat(Arrays.stream(Setting.values()).map(Setting::environmentName))
        .containsExactly(
            "STEWARD_DATABASE_URL",
            "STEWARD_DATABASE_USERNAME",
            "STEWARD_DATABASE_PASSWORD",
            "STEWARD_DATABASE_PASSWORD_FILE",
            "STEWARD_DATABASE_JNDI",
            "STEWARD_DATABASE_POOL_SIZE",
            "STEWARD_JWT_SECRET",
            "STEWARD_JWT_SECRET_FILE",
            "STEWARD_JWT_KEYS_FILE",
            "STEWARD_JWT_ALGORITHM",
            "STEWARD_JWT_ISSUER",
            "STEWARD_JWT_AUDIENCE",
            "STEWARD_JWT_ACCESS_LIFETIME",
            "STEWARD_JWT_LEEWAY",
            "STEWARD_JWT_HEADER_PREFIX",
            "STEWARD_CLIENTS_FILE",
            "STEWARD_REFRESH_LIFETIME",
            "STEWARD_REFRESH_IDLE_LIFETIME",
            "STEWARD_REFRESH_GRACE",
            "STEWARD_SESSIONS_PER_USER",
            "STEWARD_REVOCATION_STALENESS",
            "STEWARD_HTTP_HOST",
            "STEWARD_HTTP_PORT",
            "STEWARD_HTTP_DRAIN",
            "STEWARD_PROXY_TRUSTED",
            "STEWARD_PUBLIC_URL",
            "STEWARD_BRAND_NAME",
            "STEWARD_BRAND_COLOR",
            "STEWARD_BRAND_LOGO",
            "STEWARD_REGISTRATION",
            "STEWARD_REGISTRATION_CONCEAL",
            "STEWARD_CORS_ORIGINS",
            "STEWARD_COOKIE_API",
            "STEWARD_ADMIN_NETWORKS",
            "STEWARD_AUTHZ_RULES",
            "STEWARD_AUTHZ_IDENTITY_TOKEN",
            "STEWARD_PORTAL_DOMAIN",
            "STEWARD_PORTAL_HOSTS",
            "STEWARD_PORTAL_LIFETIME",
            "STEWARD_THROTTLE",
            "STEWARD_THROTTLE_ACCOUNT",
            "STEWARD_THROTTLE_KNOWN",
            "STEWARD_THROTTLE_NETWORK",
            "STEWARD_THROTTLE_LOGIN",
            "STEWARD_THROTTLE_REGISTRATION",
            "STEWARD_THROTTLE_REFRESH",
            "STEWARD_THROTTLE_MAIL",
            "STEWARD_THROTTLE_MAIL_NETWORK",
            "STEWARD_MAIL_HOST",
            "STEWARD_MAIL_PORT",
            "STEWARD_MAIL_TLS",
            "STEWARD_MAIL_USERNAME",
            "STEWARD_MAIL_PASSWORD",
            "STEWARD_MAIL_PASSWORD_FILE",
            "STEWARD_MAIL_JNDI",
            "STEWARD_MAIL_FROM",
            "STEWARD_MAIL_TEMPLATES",
            "STEWARD_MAIL_NOTICES",
            "STEWARD_MAIL_LINK_VERIFY",
            "STEWARD_MAIL_LINK_RESET",
            "STEWARD_MAIL_LINK_CHANGE",
            "STEWARD_MAIL_LINK_UNDO",
            "STEWARD_MAIL_LINK_INVITATION",
            "STEWARD_MAIL_LIFETIME_VERIFY",
            "STEWARD_MAIL_LIFETIME_RESET",
            "STEWARD_MAIL_LIFETIME_CHANGE",
            "STEWARD_MAIL_LIFETIME_UNDO",
            "STEWARD_MAIL_LIFETIME_INVITATION",
            "STEWARD_AUDIT_RETENTION",
            "STEWARD_LOG_FORMAT",
            "STEWARD_HOME",
            "STEWARD_CONFIG");
  }

  @Test
  void the_name_of_a_setting_is_similar_in_all_sources() {
    Setting setting = Setting.DATABASE_POOL_SIZE;
    assertThat(setting.key()).isEqualTo("database.pool_size");
    assertThat(setting.propertyName()).isEqualTo("steward.database.pool_size");
    assertThat(setting.jndiName()).isEqualTo("java:comp/env/steward/database.pool_size");
  }
}
