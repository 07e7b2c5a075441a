package io.steward.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class AuthzSettingsTest {
  @Test
  void by_default_no_proxy_may_ask_for_a_decision() {
    assertThat(Given.enough().settings().authz().rules()).isEmpty();
  }

  @Test
  void the_path_of_the_rules_file_is_made_absolute() {
    Given given =
        Given.enough().environment("AUTHZ_RULES", "rules.txt").environment("PROXY_TRUSTED", "::1");
    assertThat(given.settings().authz().rules())
        .contains(Path.of("rules.txt").toAbsolutePath().normalize());
  }

  @Test
  void applications_get_no_identity_token_by_default() {
    assertThat(Given.enough().settings().authz().hasIdentityToken()).isFalse();
    assertThat(
            Given.enough()
                .environment("AUTHZ_IDENTITY_TOKEN", "on")
                .settings()
                .authz()
                .hasIdentityToken())
        .isTrue();
    assertThat(Given.enough().environment("AUTHZ_IDENTITY_TOKEN", "yes").faults())
        .containsExactly(
            "STEWARD_AUTHZ_IDENTITY_TOKEN (environment) must be on or off, not \"yes\"");
  }

  @Test
  void rules_without_a_trusted_proxy_are_a_fault() {
    assertThat(Given.enough().environment("AUTHZ_RULES", "rules.txt").faults())
        .containsExactly(
            "STEWARD_AUTHZ_RULES (environment) is set, but no proxy is trusted: name its network in"
                + " STEWARD_PROXY_TRUSTED");
  }
}
