package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import io.steward.testing.mail.SmtpServer.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about mail, which use no database. */
final class MailCommandIT {
  @TempDir private Path folder = Path.of("");

  private final Map<String, String> environment =
      new HashMap<>(Map.of("STEWARD_BRAND_NAME", "Portal"));

  private CommandRun run(String... arguments) {
    return CommandRun.of(folder, environment, arguments);
  }

  private void use(SmtpServer server) {
    environment.put("STEWARD_MAIL_HOST", "127.0.0.1");
    environment.put("STEWARD_MAIL_PORT", String.valueOf(server.port()));
    environment.put("STEWARD_MAIL_TLS", "off");
    environment.put("STEWARD_MAIL_FROM", "accounts@steward.example");
  }

  @Test
  void mail_test_sends_a_message_and_prints_the_answer() {
    try (SmtpServer server = SmtpServer.start()) {
      use(server);
      CommandRun run = run("mail", "test", "ada@bücher.example", "--language", "de");
      assertThat(run.code()).isZero();
      assertThat(run.out())
          .containsExactly("The mail server accepted the message: 250 2.0.0 queued");
      ReceivedMail mail = server.await("ada@xn--bcher-kva.example");
      assertThat(mail.subject()).isEqualTo("Testnachricht von Portal");
    }
  }

  @Test
  void mail_test_says_why_a_message_was_not_sent() {
    SmtpServer server = SmtpServer.start();
    use(server);
    server.script(Stage.RCPT, "550 5.1.1 no such user");
    assertThat(run("mail", "test", "ada@example.com").err())
        .containsExactly("Not sent: 550 5.1.1 no such user");
    assertThat(run("mail", "test", "Ada <ada@example.com>").err())
        .containsExactly("Not sent: this is not one email address");
    environment.put("STEWARD_MAIL_USERNAME", "steward");
    environment.put("STEWARD_MAIL_PASSWORD", "wrong-password");
    server.script(Stage.AUTH, "535 5.7.8 wrong password");
    CommandRun refused = run("mail", "test", "ada@example.com");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .containsExactly("Not sent: the mail server refused the log-in: 535 5.7.8 wrong password");
    environment.put("STEWARD_MAIL_TLS", "starttls");
    assertThat(run("mail", "test", "ada@example.com").err())
        .singleElement()
        .asString()
        .contains("STARTTLS");
    server.close();
    assertThat(run("mail", "test", "ada@example.com").err())
        .singleElement()
        .asString()
        .startsWith("Not sent: Couldn't connect to host");
    environment.clear();
    assertThat(run("mail", "test", "ada@example.com").err())
        .containsExactly("STEWARD_MAIL_HOST is not set: set it to the name of your mail server.");
  }

  @Test
  void mail_preview_prints_a_text() throws IOException {
    CommandRun run = run("mail", "preview", "reset", "--language", "de");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("Subject: Neues Passwort für Portal", "", "Guten Tag Ada Lovelace,")
        .contains("https://app.example.com/page#token");
    assertThat(run("mail", "preview", "reset", "--html").out())
        .contains("<!DOCTYPE html>", "<p dir=\"auto\">Hello <bdi>Ada Lovelace</bdi>,</p>");
    assertThat(run("mail", "preview", "welcome").err())
        .singleElement()
        .asString()
        .startsWith("There is no text 'welcome'; the names are verification, reset, ");
    Files.writeString(folder.resolve("reset.en.txt"), "Dear {name}\n");
    environment.put("STEWARD_MAIL_TEMPLATES", folder.toString());
    assertThat(run("mail", "preview", "reset").err())
        .singleElement()
        .asString()
        .contains("reset.en.txt: the first line must be");
  }
}
