package io.steward.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.mail.SmtpServer;
import io.steward.testing.mail.SmtpServer.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that stops while it sends neither loses nor doubles the message. */
final class StoppedNodeIT {
  private final TestDatabase database = TestDatabase.create();

  private List<String> rows() {
    return database.query(
        "select concat_ws(' ', state, attempts, unclear_attempts, last_error) from mails");
  }

  private static TestServer node(TestDatabase database, SmtpServer mail) {
    return TestServer.start(database, mail.settings());
  }

  /** Stops a node when it has come to this stage. */
  private void stopAt(Stage stage, SmtpServer mail) {
    try (TestServer node = node(database, mail)) {
      assertThat(node.port()).isPositive();
      database.execute("insert into mails (kind, recipient) values ('test', 'ada@example.com')");
      mail.awaitUse(stage);
    }
  }

  @Test
  void a_message_that_the_mail_server_had_completely_counts_as_sent() {
    try (SmtpServer mail = SmtpServer.start()) {
      mail.script(Stage.END, SmtpServer.SLOW + "250 2.0.0 queued");
      stopAt(Stage.END, mail);
      assertThat(rows()).containsExactly("sent 1 1 ");
      assertThat(mail.messages()).hasSize(1);
    }
  }

  @Test
  void another_node_sends_a_message_that_the_mail_server_did_not_have_completely() {
    try (SmtpServer mail = SmtpServer.start()) {
      mail.script(Stage.RCPT, SmtpServer.HANG);
      stopAt(Stage.RCPT, mail);
      assertThat(rows()).containsExactly("waiting 0 0 the node stopped");
      try (TestServer other = node(database, mail)) {
        assertThat(other.port()).isPositive();
        mail.await("ada@example.com");
        Await.until("sent", Duration.ofSeconds(20), () -> rows().get(0).startsWith("sent 1"));
      }
      assertThat(mail.messages()).isEmpty();
    }
  }
}
