package io.steward.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WelcomeTest {
  private static final String ADDRESS = "http://127.0.0.1:8080/";
  private static final String PLAIN = "Over plain http, sign-in cookies work on this machine";

  private static List<String> lines(Given given) {
    return lines(given, ADDRESS);
  }

  private static List<String> lines(Given given, String address) {
    return new Welcome(given.settings(), address).lines();
  }

  @Test
  void a_trial_says_where_to_sign_in_and_that_cookies_work_over_http() {
    assertThat(lines(Given.enough()))
        .startsWith(
            "Open " + ADDRESS + " in a browser to create an account and sign in.",
            "Or register a user:")
        .anyMatch(line -> line.startsWith("  curl -i " + ADDRESS + "user/create/"))
        .anyMatch(line -> line.startsWith(PLAIN) && line.contains("127.0.0.1"))
        .endsWith("The description of the API is at " + ADDRESS + "api/.");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/, true",
    "http://[::1]:8080/, true",
    "http://192.0.2.1:8080/, false",
    "http://localhost.example.com:8080/, false",
  })
  void cookies_over_http_are_mentioned_only_where_they_can_work(String address, boolean isSaid) {
    assertThat(lines(Given.enough(), address).stream().anyMatch(line -> line.startsWith(PLAIN)))
        .isEqualTo(isSaid);
  }

  @Test
  void people_are_led_to_the_public_address_and_the_log_has_the_rest() {
    assertThat(
            lines(
                Given.enough()
                    .environment("PUBLIC_URL", "https://accounts.example.com")
                    .environment("PROXY_TRUSTED", "127.0.0.1")
                    .environment("AUTHZ_RULES", "rules")
                    .environment("PORTAL_DOMAIN", "example.com")))
        .startsWith(
            "Open https://accounts.example.com/ in a browser to create an account and sign in.")
        .endsWith("The description of the API is at https://accounts.example.com/api/.")
        .noneMatch(line -> line.startsWith(PLAIN) || line.contains("portals"));
  }

  @Test
  void without_open_registration_a_superuser_comes_first() {
    assertThat(lines(Given.enough().environment("REGISTRATION", "closed")))
        .startsWith("Open " + ADDRESS + " in a browser to sign in.")
        .anyMatch(line -> line.endsWith(" createsuperuser"))
        .noneMatch(line -> line.contains("curl"));
  }
}
