package io.steward.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WelcomeTest {
  private static final String ADDRESS = "http://127.0.0.1:8080/";
  private static final String PLAIN = "Over plain http, sign-in cookies work on this machine";

  private static List<String> lines(Given given) {
    return new Welcome(given.settings(), ADDRESS).lines();
  }

  @Test
  void a_trial_says_where_to_sign_in_and_that_cookies_work_over_http() {
    assertThat(lines(Given.enough()))
        .startsWith("Open " + ADDRESS + " in a browser to create an account and sign in.")
        .anyMatch(line -> line.startsWith(PLAIN) && line.contains("127.0.0.1"))
        .contains("The description of the API is at " + ADDRESS + "api/.")
        .anyMatch(line -> line.startsWith("  curl -i " + ADDRESS + "user/create/"));
  }

  @Test
  void the_public_address_and_each_domain_of_portals_are_named() {
    assertThat(
            lines(
                Given.enough()
                    .environment("PUBLIC_URL", "https://accounts.example.com")
                    .environment("PROXY_TRUSTED", "127.0.0.1")
                    .environment("AUTHZ_RULES", "rules")
                    .environment("PORTAL_DOMAIN", "example.com")
                    .environment("PORTAL_HOSTS", "wiki.other.org, docs.example.net")))
        .contains(
            "  public    https://accounts.example.com/",
            "  portals   *.example.com, wiki.other.org, docs.example.net",
            "Open https://accounts.example.com/ in a browser to create an account and sign in.")
        .noneMatch(line -> line.startsWith(PLAIN));
  }

  @Test
  void without_open_registration_a_superuser_comes_first() {
    assertThat(lines(Given.enough().environment("REGISTRATION", "closed")))
        .startsWith("Open " + ADDRESS + " in a browser to sign in.")
        .anyMatch(line -> line.endsWith(" createsuperuser"))
        .noneMatch(line -> line.contains("curl"));
  }
}
