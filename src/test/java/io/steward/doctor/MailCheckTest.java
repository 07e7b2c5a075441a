package io.steward.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.mail.MailSettings;
import io.steward.testing.TestServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code check} says where messages go, and which cannot be sent. */
final class MailCheckTest {
  private static final String NO_DATABASE = "jdbc:postgresql://127.0.0.1/unused";

  private static MailSettings settings(String... pairs) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put(pairs[i], pairs[i + 1]);
    }
    return TestServer.settings(NO_DATABASE, settings).mail();
  }

  private static Finding good(String text) {
    return Finding.good(text);
  }

  @Test
  void without_a_server_it_says_what_does_not_work() {
    assertThat(MailCheck.of(settings("public.url", "https://accounts.example.com")))
        .isEqualTo(
            good(
                "Mail: off; requests that need mail get 503; to send messages, set"
                    + " STEWARD_MAIL_HOST"));
  }

  @Test
  void it_names_the_server_and_the_sender() {
    assertThat(
            MailCheck.of(
                settings(
                    "public.url", "https://accounts.example.com",
                    "mail.host", "mail.example.com",
                    "mail.from", "accounts@example.com",
                    "mail.username", "steward",
                    "mail.password", "tests-only-password")))
        .isEqualTo(good("Mail: through mail.example.com:587, from accounts@example.com"));
  }

  @Test
  void it_names_the_session_of_the_container() {
    assertThat(
            MailCheck.of(
                settings(
                    "public.url", "https://accounts.example.com",
                    "mail.jndi", "mail/steward",
                    "mail.from", "accounts@example.com")))
        .isEqualTo(good("Mail: through the session mail/steward, from accounts@example.com"));
  }

  @Test
  void it_names_each_link_that_is_not_set() {
    assertThat(
            MailCheck.of(
                settings(
                    "mail.host", "mail.example.com",
                    "mail.from", "accounts@example.com",
                    "mail.link.verify", "https://app.example.com/verify#{token}",
                    "mail.link.reset", "https://app.example.com/reset#{token}")))
        .isEqualTo(
            good(
                "Mail: through mail.example.com:587, from accounts@example.com; not sent, because"
                    + " the link is not set: STEWARD_MAIL_LINK_CHANGE, STEWARD_MAIL_LINK_UNDO,"
                    + " STEWARD_MAIL_LINK_INVITATION"));
  }

  @Test
  void it_advises_against_a_connection_without_encryption() {
    Finding finding =
        MailCheck.of(
            settings(
                "public.url", "https://accounts.example.com",
                "mail.host", "mail.example.com",
                "mail.tls", "off",
                "mail.from", "accounts@example.com"));
    assertThat(finding.level()).isEqualTo(Finding.Level.ADVICE);
    assertThat(finding.text()).contains("mail.example.com:25").contains("STEWARD_MAIL_TLS is off");
  }

  @Test
  void a_trial_prints_on_the_console() {
    assertThat(MailCheck.of(settings().forTrial("http://127.0.0.1:8080")))
        .isEqualTo(good("Mail: printed on the console, from steward@localhost"));
  }
}
