package io.steward.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The outbox is delivered by SMTP, whatever the mail server does. */
final class CourierIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final SmtpServer MAIL = SmtpServer.start();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(DATABASE, MAIL.settings());
  }

  @AfterAll
  static void stop() {
    server.close();
    MAIL.close();
  }

  private static void post(String recipient, String kind) {
    DATABASE.execute(
        "insert into mails (kind, recipient, language, ip, user_agent) values ('%s', '%s', 'de-AT', '192.0.2.7', 'curl/8.5')"
            .formatted(kind, recipient.replace("'", "''")));
  }

  private static String row(String recipient) {
    return String.join(
        "",
        DATABASE.query(
            "select trim(concat_ws(' ', state, attempts, last_error)) from mails where recipient = '%s'"
                .formatted(recipient.replace("'", "''"))));
  }

  @Test
  void a_message_arrives_as_text_and_html_in_the_language_of_the_reader() {
    post("ada@example.com", "password_changed");
    ReceivedMail mail = MAIL.await("ada@example.com");
    assertThat(mail.subject()).isEqualTo("Ihr Passwort für Portal wurde geändert");
    assertThat(mail.plain()).startsWith("Guten Tag ada@example.com,\n").contains("192.0.2.7");
    Await.until("sent", Duration.ofSeconds(5), () -> row("ada@example.com").equals("sent 1"));
  }
}
