package io.steward.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PortalSettingsTest {
  private static Given behindProxy() {
    return Given.enough()
        .environment("PROXY_TRUSTED", "127.0.0.1")
        .environment("AUTHZ_RULES", "rules")
        .environment("PUBLIC_URL", "https://accounts.example.com");
  }

  @Test
  void without_a_domain_there_are_no_portals() {
    assertThat(behindProxy().settings().authz().portals()).isEmpty();
  }

  @Test
  void names_are_read_in_their_canonical_form() {
    PortalSettings portals =
        behindProxy()
            .environment("PORTAL_DOMAIN", "Example.COM")
            .environment("PORTAL_HOSTS", "wiki.other.org, b\u00fccher.example.net")
            .settings()
            .authz()
            .portals()
            .orElseThrow();
    assertThat(portals.domain()).isEqualTo("example.com");
    assertThat(portals.hosts()).containsExactly("wiki.other.org", "xn--bcher-kva.example.net");
    assertThat(portals.lifetime()).isEqualTo(Duration.ofHours(12));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "com | must be a domain such as example.com",
        "localhost | must be a domain such as example.com",
        "192.0.2.1 | must be a domain such as example.com",
        "[::1] | must be a domain such as example.com",
        "example.com:443 | must be a domain such as example.com",
        "https://example.com | must be a domain such as example.com",
        "co.uk | must be a domain of your own",
        "github.io | must be a domain of your own",
        "example.org | must contain the host of STEWARD_PUBLIC_URL",
        "ample.com | must contain the host of STEWARD_PUBLIC_URL",
        "x.accounts.example.com | must contain the host of STEWARD_PUBLIC_URL",
      },
      delimiter = '|')
  void a_domain_that_strangers_share_or_that_is_not_a_parent_is_refused(
      String domain, String demand) {
    assertThat(behindProxy().environment("PORTAL_DOMAIN", domain).refusal().faults())
        .singleElement()
        .asString()
        .contains("STEWARD_PORTAL_DOMAIN", demand);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wiki", "https://wiki.other.org", "wiki.other.org/x", "10.0.0.1"})
  void a_host_is_a_name_alone(String host) {
    assertThat(behindProxy().environment("PORTAL_HOSTS", host).refusal().getMessage())
        .contains("STEWARD_PORTAL_HOSTS", "must list hosts such as wiki.example.org");
  }

  @Test
  void a_host_of_the_domain_needs_no_mention() {
    assertThat(
            behindProxy()
                .environment("PORTAL_DOMAIN", "example.com")
                .environment("PORTAL_HOSTS", "wiki.example.com")
                .refusal()
                .getMessage())
        .contains("must not list hosts of STEWARD_PORTAL_DOMAIN");
  }

  @Test
  void portals_need_an_address_with_https_and_the_message_names_nothing_else() {
    for (String url : new String[] {"", "http://127.0.0.1:8080"}) {
      Given given = behindProxy().environment("PORTAL_DOMAIN", "example.com").without("PUBLIC_URL");
      Given asked = url.isEmpty() ? given : given.environment("PUBLIC_URL", url);
      assertThat(asked.faults())
          .containsExactly(
              "STEWARD_PORTAL_DOMAIN (environment) is set, which needs STEWARD_PUBLIC_URL with"
                  + " https://");
    }
  }

  @Test
  void a_domain_for_the_filter_jar_needs_no_rules() {
    Given given =
        Given.enough()
            .environment("PUBLIC_URL", "https://accounts.example.com")
            .environment("PORTAL_DOMAIN", "example.com");
    assertThat(given.settings().authz().portals().orElseThrow().domain()).isEqualTo("example.com");
    assertThat(given.settings().authz().rules()).isEmpty();
  }

  @Test
  void hosts_on_other_domains_need_rules_and_the_message_names_nothing_else() {
    assertThat(
            behindProxy()
                .without("AUTHZ_RULES")
                .environment("PORTAL_HOSTS", "a.other.org")
                .faults())
        .singleElement()
        .asString()
        .startsWith("STEWARD_PORTAL_HOSTS (environment) is set, which needs STEWARD_AUTHZ_RULES: ")
        .doesNotContain("PUBLIC_URL");
  }
}
