package io.steward.settings.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import io.steward.settings.Settings;
import io.steward.settings.source.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailSettingsTest {
  private static Given mail() {
    return Given.enough()
        .environment("MAIL_HOST", "mail.example.com")
        .environment("MAIL_FROM", "accounts@example.com");
  }

  private static MailSettings read(Given given) {
    return given.settings().mail();
  }

  @Test
  void without_a_server_nothing_is_sent() {
    MailSettings settings = read(Given.enough());
    assertThat(settings.delivery()).isEqualTo(new MailDelivery.None());
    assertThat(settings.isOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"starttls, 587", "implicit, 465", "off, 25"})
  void each_kind_of_encryption_has_its_usual_port(String tls, int port) {
    assertThat(read(mail().environment("MAIL_TLS", tls)).delivery())
        .isInstanceOfSatisfying(
            MailDelivery.Smtp.class,
            smtp -> {
              assertThat(smtp.port()).isEqualTo(port);
              assertThat(smtp.tls().name()).isEqualToIgnoringCase(tls);
            });
  }

  @Test
  void the_port_can_be_another_and_the_password_any_text() {
    Given given =
        mail()
            .environment("MAIL_PORT", "2525")
            .environment("MAIL_USERNAME", "steward")
            .environment("MAIL_PASSWORD", " hunter22 ");
    assertThat(read(given).delivery())
        .isInstanceOfSatisfying(
            MailDelivery.Smtp.class,
            smtp -> {
              assertThat(smtp.port()).isEqualTo(2525);
              assertThat(smtp.username()).contains("steward");
              assertThat(smtp.password().reveal()).isEqualTo(" hunter22 ");
            });
    assertThat(read(given).toString()).doesNotContain("hunter22");
  }

  @Test
  void the_container_can_have_the_session() {
    Given given =
        Given.enough()
            .environment("MAIL_JNDI", "java:comp/env/mail/steward")
            .environment("MAIL_FROM", "accounts@example.com");
    assertThat(read(given).delivery())
        .isEqualTo(new MailDelivery.ContainerSession("java:comp/env/mail/steward"));
    assertThat(given.environment("MAIL_HOST", "mail.example.com").faults())
        .containsExactly(
            "STEWARD_MAIL_HOST (environment) and STEWARD_MAIL_JNDI (environment) are both set:"
                + " remove one");
  }

  @Test
  void half_a_mail_server_is_refused() {
    assertThat(mail().without("MAIL_FROM").faults())
        .containsExactly(
            "STEWARD_MAIL_FROM is not set: set it to the sender's address, such as"
                + " accounts@example.com");
    assertThat(mail().environment("MAIL_USERNAME", "steward").faults())
        .containsExactly(
            "STEWARD_MAIL_USERNAME is set, but STEWARD_MAIL_PASSWORD is not: set both or none");
    assertThat(mail().environment("MAIL_PASSWORD", "hunter22").faults())
        .containsExactly(
            "STEWARD_MAIL_PASSWORD is set, but STEWARD_MAIL_USERNAME is not: set both or none");
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL_HOST, mail.example.com:25",
    "MAIL_HOST, smtp://mail",
    "MAIL_FROM, Steward <accounts@example.com>",
    "MAIL_FROM, 'a@example.com, b@example.com'",
    "MAIL_TLS, ssl",
    "MAIL_PORT, 70000",
    "MAIL_NOTICES, 'all, new_login'",
    "MAIL_NOTICES, new_login new_login",
    "MAIL_NOTICES, newlogin",
    "BRAND_NAME, 'Evil\"<x>'",
    "MAIL_LINK_RESET, https://app.example.com/reset",
    "MAIL_LINK_RESET, http://app.example.com/#{token}",
    "MAIL_LINK_RESET, 'https://app.example.com/ {token}'",
    "MAIL_LINK_RESET, javascript:{token}",
    "MAIL_LINK_RESET, https://{token}.example.com/",
    "MAIL_LINK_RESET, https://user@app.example.com/{token}",
    "MAIL_LINK_RESET, https://app.example.com/{token}/{token}",
    "MAIL_LINK_RESET, https://app.example.com#{token}",
    "MAIL_LIFETIME_RESET, 59",
  })
  void malformed_settings_are_refused_by_name(String name, String value) {
    assertThat(mail().environment(name, value).faults())
        .singleElement()
        .asString()
        .startsWith("STEWARD_" + name + " (environment) must");
  }

  @Test
  void a_link_carries_the_token_and_lives_as_long_as_set() {
    Given given =
        mail()
            .environment("MAIL_LINK_RESET", "https://app.example.com/reset#{token}")
            .environment("MAIL_LIFETIME_RESET", "600");
    MailSettings settings = read(given);
    assertThat(settings.hasLink(LinkPurpose.RESET)).isTrue();
    assertThat(settings.hasLink(LinkPurpose.VERIFY)).isFalse();
    assertThat(settings.link(LinkPurpose.RESET).with("abc"))
        .contains("https://app.example.com/reset#abc");
    assertThat(settings.link(LinkPurpose.RESET).lifetime()).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @CsvSource({"UNDO, CHANGE", "CHANGE, UNDO"})
  void a_change_of_address_can_be_taken_back_wherever_it_must_be_confirmed(
      String set, String missing) {
    assertThat(mail().environment("MAIL_LINK_" + set, "https://app.example.com/#{token}").faults())
        .containsExactly(
            "STEWARD_MAIL_LINK_%s is set, but STEWARD_MAIL_LINK_%s is not: set both"
                .formatted(set, missing));
  }

  @ParameterizedTest
  @ValueSource(strings = {"new_login, deactivated", "deactivated new_login"})
  void notices_are_chosen_by_name(String list) {
    assertThat(read(mail().environment("MAIL_NOTICES", list)).notices())
        .containsExactlyInAnyOrder(Notice.NEW_LOGIN, Notice.DEACTIVATED);
  }

  @Test
  void notices_can_be_all_or_none() {
    assertThat(read(mail()).notices()).containsExactlyInAnyOrder(Notice.values());
    assertThat(read(mail().environment("MAIL_NOTICES", "none")).notices()).isEmpty();
  }

  @Test
  void a_trial_prints_messages_with_links_to_its_own_pages() {
    MailSettings trial = read(Given.enough()).forTrial("http://127.0.0.1:8080");
    assertThat(trial.delivery()).isEqualTo(new MailDelivery.Console());
    assertThat(trial.link(LinkPurpose.RESET).with("abc"))
        .contains("http://127.0.0.1:8080/reset/?token=abc");
  }

  @Test
  void a_trial_with_a_mail_server_has_links_to_its_own_pages_where_others_are_missing() {
    Given given = mail().environment("MAIL_LINK_RESET", "https://app.example.com/#{token}");
    given.environment("REGISTRATION", "verified").environment("REGISTRATION_CONCEAL", "on");
    given.without("DATABASE_URL");
    Settings trial =
        Settings.loadForTrial(given.sources())
            .withDatabase("jdbc:postgresql:x", "x", new Secret(""));
    assertThat(trial.mail().delivery()).isInstanceOf(MailDelivery.Smtp.class);
    assertThat(LinkPurpose.values()).allMatch(trial.mail()::hasLink);
    assertThat(trial.mail().link(LinkPurpose.RESET).with("abc"))
        .contains("https://app.example.com/#abc");
    assertThat(trial.mail().link(LinkPurpose.VERIFY).with("abc"))
        .contains("http://127.0.0.1:8080/verify/?token=abc");
  }

  @Test
  void links_lead_to_the_pages_unless_others_are_configured() {
    MailSettings settings =
        read(
            mail()
                .environment("PUBLIC_URL", "https://accounts.example.com")
                .environment("MAIL_LINK_RESET", "https://app.example.com/#{token}"));
    assertThat(settings.link(LinkPurpose.VERIFY).with("abc"))
        .contains("https://accounts.example.com/verify/?token=abc");
    assertThat(settings.link(LinkPurpose.RESET).with("abc"))
        .contains("https://app.example.com/#abc");
  }
}
