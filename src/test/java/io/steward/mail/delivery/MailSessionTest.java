package io.steward.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.mail.connection.SmtpLine;
import io.steward.settings.mail.MailDelivery;
import io.steward.settings.mail.TlsMode;
import io.steward.settings.source.Secret;
import io.steward.testing.Folders;
import io.steward.testing.mail.SmtpServer;
import io.steward.testing.mail.SmtpServer.Stage;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Properties;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No message is at fault when the mail server cannot be used; the reason has no secret. */
final class MailSessionTest {
  private static final String PASSWORD = "tests-only-password";

  private static MailDelivery.Smtp smtp(String host, int port, TlsMode tls) {
    return new MailDelivery.Smtp(host, port, tls, Optional.of("steward"), new Secret(PASSWORD));
  }

  private static AbstractStringAssert<?> assertReason(MailDelivery delivery) {
    DeliveryFault[] caught = new DeliveryFault[1];
    assertThatExceptionOfType(DeliveryFault.class)
        .isThrownBy(() -> MailSession.connect(delivery, new SmtpLine(SmtpLine.Patience.USUAL)))
        .satisfies(fault -> caught[0] = fault);
    assertThat(caught[0].kind()).isEqualTo(DeliveryFault.Kind.UNREACHABLE);
    return assertThat(caught[0].text()).doesNotContain(PASSWORD).doesNotContain("\n");
  }

  @ParameterizedTest
  @EnumSource(TlsMode.class)
  void a_port_without_a_server(TlsMode tls) {
    int port = Folders.freePort();
    assertReason(smtp("127.0.0.1", port, tls))
        .startsWith("Couldn't connect to host, port: 127.0.0.1, " + port)
        .endsWith("Connection refused");
  }

  @Test
  void a_host_that_does_not_exist() {
    assertReason(smtp("mail.invalid", 25, TlsMode.OFF)).contains("mail.invalid");
  }

  @Test
  void a_server_without_encryption_gets_neither_password_nor_message() {
    try (SmtpServer plain = SmtpServer.start()) {
      plain.script(Stage.EHLO, "250-test\r\n250 AUTH PLAIN");
      assertReason(smtp("127.0.0.1", plain.port(), TlsMode.STARTTLS)).contains("STARTTLS");
      assertThat(plain.isUsed(Stage.EHLO)).isTrue();
      assertThat(plain.isUsed(Stage.AUTH)).isFalse();
    }
  }

  @Test
  void a_server_that_does_not_change_to_TLS_as_agreed_gets_no_password() {
    try (SmtpServer liar = SmtpServer.start()) {
      // It answers 250 to STARTTLS, and goes on without encryption.
      liar.script(Stage.EHLO, "250-test\r\n250-AUTH PLAIN\r\n250 STARTTLS");
      assertReason(smtp("127.0.0.1", liar.port(), TlsMode.STARTTLS))
          .isEqualTo("unexpected answer: 250 ok");
      assertThat(liar.isUsed(Stage.AUTH)).isFalse();
    }
  }

  @Test
  void a_server_that_does_not_speak_TLS_on_a_port_for_it() {
    try (SmtpServer plain = SmtpServer.start()) {
      assertReason(smtp("127.0.0.1", plain.port(), TlsMode.IMPLICIT)).containsIgnoringCase("SSL");
      assertThat(plain.isUsed(Stage.EHLO)).isFalse();
    }
  }

  @Test
  void a_wrong_password() {
    try (SmtpServer server = SmtpServer.start()) {
      server.script(Stage.AUTH, "535 5.7.8 wrong password");
      assertReason(smtp("127.0.0.1", server.port(), TlsMode.OFF))
          .isEqualTo("the mail server refused the log-in: 535 5.7.8 wrong password");
    }
  }

  @Test
  void the_certificate_must_be_valid_for_the_host() {
    Properties properties =
        MailSession.properties(
            smtp("mail.example.com", 587, TlsMode.STARTTLS), new SmtpLine(SmtpLine.Patience.USUAL));
    assertThat(properties)
        .containsEntry("mail.smtp.ssl.checkserveridentity", "true")
        .containsEntry("mail.smtp.starttls.required", "true");
    assertThat(properties.stringPropertyNames()).noneMatch(name -> name.contains("ssl.trust"));
  }

  @Test
  void the_session_of_the_container_is_copied_and_not_changed() {
    Properties defaults = new Properties();
    defaults.setProperty("mail.smtp.host", "mail.example.com");
    Properties own = new Properties(defaults);
    own.setProperty("mail.smtp.user", "steward");
    Session shared =
        Session.getInstance(
            own,
            new Authenticator() {
              @Override
              protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(getDefaultUserName(), PASSWORD);
              }
            });
    Session copy = MailSession.copy(shared);
    copy.getProperties().setProperty("mail.smtp.timeout", "1");
    assertThat(shared.getProperty("mail.smtp.timeout")).isNull();
    assertThat(copy.getProperty("mail.smtp.host")).isEqualTo("mail.example.com");
    assertThat(copy.getProperty("mail.smtp.user")).isEqualTo("steward");
    PasswordAuthentication login =
        copy.requestPasswordAuthentication(
            InetAddress.getLoopbackAddress(), 25, "smtp", null, "steward");
    assertThat(login.getUserName()).isEqualTo("steward");
    assertThat(login.getPassword()).isEqualTo(PASSWORD);
  }

  @Test
  void a_session_that_the_container_does_not_have() {
    assertReason(new MailDelivery.ContainerSession("java:comp/env/mail/steward"))
        .startsWith(
            "STEWARD_MAIL_JNDI: the container has no mail session java:comp/env/mail/steward: ");
  }
}
