package io.steward.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.mail.MailKind;
import io.steward.mail.delivery.MailTransport.Outgoing;
import io.steward.mail.text.MailText;
import io.steward.mail.text.Templates;
import io.steward.settings.mail.MailSettings;
import io.steward.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A trial prints messages, so that people can follow their links. */
final class ConsoleTransportTest {
  private static String printed(String to, MailText text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ConsoleTransport console =
        new ConsoleTransport(new PrintStream(out, true, StandardCharsets.UTF_8))) {
      console.open();
      assertThat(console.send(new Outgoing(UUID.randomUUID(), to, text)))
          .isEqualTo("printed on the console");
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_recipient_the_subject_and_the_text_with_its_link_are_printed() {
    MailText reset = new Templates("Portal", Optional.empty()).preview(MailKind.RESET, "de");
    assertThat(printed("ada@bücher.example", reset))
        .startsWith(
            """

              To: ada@bücher.example
              Subject: Neues Passwort für Portal

              Guten Tag Ada Lovelace,
            """)
        .contains("\n  https://app.example.com/page#token\n")
        .doesNotContain("<");
  }

  @Test
  void no_address_or_text_can_control_the_terminal() {
    String wiped = "\u001b[2J\u0007\u009b31m";
    MailText text = new MailText("en", "Hi", "Hello " + wiped + "\nBye\n", "");
    assertThat(printed("ada" + wiped + "\r\n  To: eve@example.com", text))
        .doesNotContain("\u001b", "\u0007", "\u009b", "\r")
        .doesNotContain("\n  To: eve");
  }

  @Test
  void a_trial_without_a_mail_server_uses_the_console_and_its_own_pages() {
    MailSettings trial =
        TestServer.settings("jdbc:postgresql://127.0.0.1/unused", Map.of())
            .mail()
            .forTrial("http://127.0.0.1:8080");
    assertThat(Courier.transport(trial)).isInstanceOf(ConsoleTransport.class);
    assertThat(trial.links().values())
        .allSatisfy(
            link -> assertThat(link.with("x").orElse("")).startsWith("http://127.0.0.1:8080/"));
  }
}
