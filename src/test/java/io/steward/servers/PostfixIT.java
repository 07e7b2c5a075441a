package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.SelfSigned;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.mail.Postfix;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real mail server gets messages over STARTTLS, after a log-in. */
@Tag("servers")
final class PostfixIT {
  private static final Path FOLDER = Folders.fresh("mail-to-postfix");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(5);

  private static ChildProcess send(Postfix postfix, String password, String trust) {
    return send(postfix, "127.0.0.1", password, trust);
  }

  private static ChildProcess send(Postfix postfix, String host, String password, String trust) {
    Map<String, String> environment = environment(postfix.port(), password, trust);
    environment.put("STEWARD_MAIL_HOST", host);
    ChildProcess process =
        Steward.run(FOLDER, Folders.WAR, environment, "mail", "test", "ada@bücher.example");
    process.awaitExit(PATIENCE);
    return process;
  }

  private static Map<String, String> environment(int port, String password, String trust) {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_TOOL_OPTIONS", trust);
    environment.put("STEWARD_MAIL_HOST", "127.0.0.1");
    environment.put("STEWARD_MAIL_PORT", String.valueOf(port));
    environment.put("STEWARD_MAIL_FROM", "accounts@steward.example");
    environment.put("STEWARD_MAIL_USERNAME", Postfix.USERNAME);
    environment.put("STEWARD_MAIL_PASSWORD", password);
    return environment;
  }

  @Test
  void postfix_accepts_a_message_only_over_trusted_TLS_and_with_the_right_password() {
    try (SmtpServer next = SmtpServer.start();
        Postfix postfix = new Postfix(Folders.fresh("postfix"), next.port())) {
      String trust = SelfSigned.trustOptions();
      try (ChildProcess sent = send(postfix, Postfix.PASSWORD, trust)) {
        assertThat(sent.out())
            .startsWith("The mail server accepted the message: 250 2.0.0 Ok: queued as ");
      }
      ReceivedMail mail = next.await("ada@xn--bcher-kva.example");
      assertThat(mail.source()).contains("with ESMTPSA id ");
      assertThat(mail.subject()).isEqualTo("Test message from Steward");
      try (ChildProcess refused = send(postfix, "wrong-password", trust)) {
        assertThat(refused.err())
            .contains("Not sent: the mail server refused the log-in: 535 5.7.8 ")
            .doesNotContain("wrong-password");
      }
      try (ChildProcess stranger = send(postfix, Postfix.PASSWORD, "-Xshare:auto")) {
        assertThat(stranger.err())
            .contains("Not sent: Could not convert socket to TLS: PKIX path building failed");
      }
      // The certificate is trusted, but not valid for this name of the same machine.
      try (ChildProcess impostor = send(postfix, "localhost", Postfix.PASSWORD, trust)) {
        assertThat(impostor.err())
            .contains(
                "Not sent: Could not convert socket to TLS: No subject alternative DNS name matching");
      }
      assertThat(next.messages()).isEmpty();
    }
  }

  @Test
  void each_of_a_thousand_messages_arrives_once_after_postfix_was_down() {
    TestDatabase database = TestDatabase.create();
    int port = Folders.freePort();
    Map<String, String> environment =
        environment(port, Postfix.PASSWORD, SelfSigned.trustOptions());
    environment.putAll(Steward.environment(database.url()));
    try (SmtpServer next = SmtpServer.start();
        Steward node = Steward.serve(Folders.fresh("postfix-node"), Folders.WAR, environment)) {
      node.awaitReady(PATIENCE);
      database.execute(
          "insert into mails (kind, recipient)"
              + " select 'test', 'user' || i || '@example.com' from generate_series(1, 1000) i");
      Await.until(
          "the first attempt",
          PATIENCE,
          () -> !database.query("select 1 from mails where last_error <> ''").isEmpty());
      try (Postfix postfix = new Postfix(Folders.fresh("postfix-late"), port, next.port())) {
        assertThat(postfix.port()).isEqualTo(port);
        Await.until("all have arrived", LONG, () -> next.messages().size() >= 1_000);
        Await.until(
            "all count as sent",
            PATIENCE,
            () -> database.query("select 1 from mails where state <> 'sent'").isEmpty());
        assertThat(next.messages().stream().map(message -> message.to().toString()))
            .hasSize(1_000)
            .doesNotHaveDuplicates();
      }
    }
  }
}
