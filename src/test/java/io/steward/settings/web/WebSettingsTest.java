package io.steward.settings.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSettingsTest {
  private static final String NEEDS_MAIL =
      "STEWARD_REGISTRATION is verified, but not all mail can be sent: set STEWARD_MAIL_HOST,"
          + " and STEWARD_PUBLIC_URL or all of STEWARD_MAIL_LINK_VERIFY,"
          + " STEWARD_MAIL_LINK_CHANGE, STEWARD_MAIL_LINK_UNDO";

  private static Given registration(String word) {
    return Given.enough().environment("REGISTRATION", word);
  }

  @Test
  void anyone_may_register_unless_registration_is_closed() {
    assertThat(Given.enough().settings().web().registration()).isEqualTo(RegistrationMode.OPEN);
    assertThat(registration("open").settings().web().registration())
        .isEqualTo(RegistrationMode.OPEN);
    assertThat(registration("closed").settings().web().registration())
        .isEqualTo(RegistrationMode.CLOSED);
  }

  @Test
  void a_color_may_have_capital_letters() {
    assertThat(
            Given.enough().environment("BRAND_COLOR", "#1D5FA8").settings().web().brand().color())
        .contains("#1d5fa8");
    assertThat(Given.enough().environment("BRAND_COLOR", "1d5fa8").faults())
        .singleElement()
        .asString()
        .contains("STEWARD_BRAND_COLOR", "must be a color such as #1d5fa8");
  }

  @Test
  void an_unknown_registration_mode_is_refused_with_the_list_of_modes() {
    for (String word : new String[] {"invite", "Closed", "off", "open|closed"}) {
      assertThat(registration(word).faults())
          .containsExactly(
              "STEWARD_REGISTRATION (environment) must be one of open, verified, approved,"
                  + " invited, closed, not \""
                  + word
                  + "\"");
    }
  }

  @Test
  void registration_that_needs_mail_is_refused_without_it() {
    assertThat(registration("verified").faults()).containsExactly(NEEDS_MAIL);
    Given mail =
        registration("verified")
            .environment("MAIL_HOST", "mail.example.com")
            .environment("MAIL_FROM", "accounts@example.com")
            .environment("MAIL_LINK_VERIFY", "https://app.example.com/#{token}");
    assertThat(mail.faults()).containsExactly(NEEDS_MAIL);
    assertThat(mail.environment("REGISTRATION_CONCEAL", "on").faults())
        .as("one line, with all links")
        .containsExactly(NEEDS_MAIL + ", STEWARD_MAIL_LINK_RESET");
    mail.without("REGISTRATION_CONCEAL");
    mail.environment("MAIL_LINK_CHANGE", "https://app.example.com/#{token}")
        .environment("MAIL_LINK_UNDO", "https://app.example.com/#{token}");
    assertThat(mail.settings().web().registration()).isEqualTo(RegistrationMode.VERIFIED);
    assertThat(mail.environment("REGISTRATION_CONCEAL", "on").faults())
        .containsExactly(
            "STEWARD_REGISTRATION_CONCEAL is on, but no link sets a new password: set"
                + " STEWARD_PUBLIC_URL or STEWARD_MAIL_LINK_RESET");
    mail.environment("MAIL_LINK_RESET", "https://app.example.com/#{token}");
    assertThat(mail.settings().web().concealsAddresses()).isTrue();
  }

  @Test
  void addresses_are_concealed_only_if_the_log_in_conceals_them_too() {
    assertThat(Given.enough().environment("REGISTRATION_CONCEAL", "on").faults())
        .containsExactly(
            "STEWARD_REGISTRATION_CONCEAL is on, which needs STEWARD_REGISTRATION=verified:"
                + " otherwise a log-in shows which addresses are taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://accounts.example.com",
        "https://example.com:8443/accounts",
        "http://127.0.0.1:8080"
      })
  void the_public_address_is_kept(String url) {
    assertThat(Given.enough().environment("PUBLIC_URL", url).settings().web().publicUrl())
        .contains(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accounts.example.com",
        "http://accounts.example.com",
        "https://accounts.example.com/",
        "https://accounts.example.com/?x",
        "https://user@example.com",
        "javascript:alert(1)"
      })
  void an_unsafe_public_address_is_refused(String url) {
    assertThat(Given.enough().environment("PUBLIC_URL", url).faults())
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("STEWARD_PUBLIC_URL (environment) must be an address such as https://");
  }

  private static Given origins(String list) {
    return Given.enough().environment("CORS_ORIGINS", list);
  }

  @Test
  void by_default_no_other_origin_is_allowed() {
    assertThat(Given.enough().settings().web().origins()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, https://app.example.com",
    "HTTPS://App.Example.COM, https://app.example.com",
    "https://app.example.com:443, https://app.example.com",
    "http://app.example.com:80, http://app.example.com",
    "http://app.example.com:443, http://app.example.com:443",
    "https://app.example.com:08443, https://app.example.com:8443",
    "http://localhost:5173, http://localhost:5173",
    "http://my_app.lan, http://my_app.lan",
    "https://Bücher.example, https://xn--bcher-kva.example",
    "https://xn--BCHER-kva.example, https://xn--bcher-kva.example",
    "https://straße.example, https://xn--strae-oqa.example",
    "http://192.0.2.1:8080, http://192.0.2.1:8080",
    "http://[::1]:5173, http://[::1]:5173",
    "http://[0:0:0:0:0:0:0:0], http://[::]",
    "'http://[2001:DB8:0:0:1:0:0:1]', 'http://[2001:db8::1:0:0:1]'",
    "'http://[2001:db8:0:1:1:1:1:1]', 'http://[2001:db8:0:1:1:1:1:1]'",
    "'http://[::ffff:192.0.2.1]', 'http://[::ffff:c000:201]'",
    "'http://[1:0:0:2:0:0:0:3]', 'http://[1:0:0:2::3]'",
  })
  void every_spelling_of_an_origin_becomes_the_spelling_of_browsers(String given, String origin) {
    assertThat(origins(given).settings().web().origins()).containsExactly(origin);
  }

  @Test
  void origins_are_separated_by_commas_or_spaces() {
    assertThat(
            origins("https://a.example,https://b.example, https://c.example https://A.example")
                .settings()
                .web()
                .origins())
        .containsExactly("https://a.example", "https://b.example", "https://c.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {",https://a.example", "https://a.example,", "https://a.example,,"})
  void empty_entries_of_the_list_of_origins_are_ignored(String list) {
    assertThat(origins(list).settings().web().origins()).containsExactly("https://a.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ", ,"})
  void a_list_without_any_origin_is_refused(String list) {
    assertThat(origins(list).faults())
        .singleElement()
        .asString()
        .startsWith("STEWARD_CORS_ORIGINS (environment) must list origins")
        .endsWith("not \"" + list + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "https://*.example.com",
        "app.example.com",
        "//app.example.com",
        "https://",
        "https://app.example.com/",
        "https://app.example.com/app",
        "https://app.example.com?x",
        "https://app.example.com#x",
        "https://ada@app.example.com",
        "https://ada:x@app.example.com",
        "https://app.example.com\\x",
        "https://app.example.com:",
        "https://app.example.com:0",
        "https://app.example.com:65536",
        "https://app.example.com:x",
        "https://app.example.com.",
        "https://a..example",
        "https://-ü.example",
        "https://xn--a.example",
        "http://127.1",
        "http://0x7f.1",
        "http://192.0.2.256",
        "http://[::1%eth0]",
        "http://[1::2::3]",
        "http://::1",
        "ftp://app.example.com",
        "file:///",
        "capacitor://localhost"
      })
  void a_text_that_is_no_origin_is_refused(String text) {
    assertThat(origins("https://a.example, " + text).faults())
        .containsExactly(
            "STEWARD_CORS_ORIGINS (environment) must list origins such as https://app.example.com,"
                + " http://localhost:5173, without paths and wildcards, not \""
                + text
                + "\"");
  }

  @Test
  void the_api_takes_cookies_only_if_an_operator_says_so() {
    assertThat(Given.enough().settings().web().opensApiToCookies()).isFalse();
    assertThat(Given.enough().environment("COOKIE_API", "on").settings().web().opensApiToCookies())
        .isTrue();
    assertThat(Given.enough().environment("COOKIE_API", "yes").faults())
        .containsExactly("STEWARD_COOKIE_API (environment) must be on or off, not \"yes\"");
  }
}
