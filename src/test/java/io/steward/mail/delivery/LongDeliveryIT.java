package io.steward.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No message is lost when a node is killed. */
@Tag("long")
final class LongDeliveryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static void post(TestDatabase database, int number) {
    database.execute(
        "insert into mails (kind, recipient) select 'test', 'user' || i || '@example.com'"
            + " from generate_series(1, "
            + number
            + ") i");
  }

  /** How often each value occurs. */
  private static Map<String, Long> counts(
      List<ReceivedMail> messages, Function<ReceivedMail, String> value) {
    return messages.stream().collect(Collectors.groupingBy(value, Collectors.counting()));
  }

  private static int unsent(TestDatabase database) {
    return database.query("select 1 from mails where state <> 'sent'").size();
  }

  @Test
  void no_message_is_lost_when_a_node_is_killed_while_it_sends() {
    TestDatabase database = TestDatabase.create();
    database.migrate();
    try (SmtpServer mail = SmtpServer.start()) {
      Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
      mail.settings()
          .forEach(
              (key, value) ->
                  environment.put(
                      "STEWARD_" + key.replace('.', '_').toUpperCase(Locale.ROOT), value));
      post(database, 300);
      try (Steward node = Steward.serve(Folders.fresh("mail-killed"), Folders.WAR, environment)) {
        Await.until("some are sent", PATIENCE, () -> mail.messages().size() > 20);
        node.process().kill();
      }
      assertThat(unsent(database)).isPositive();
      // As if the lease of the killed node had ended.
      database.execute("update mails set next_attempt_at = now() where state = 'waiting'");
      try (Steward other = Steward.serve(Folders.fresh("mail-other"), Folders.WAR, environment)) {
        Await.until("all is sent", PATIENCE, () -> unsent(database) == 0);
        assertThat(other.process().isAlive()).isTrue();
      }
      List<ReceivedMail> messages = mail.messages();
      assertThat(counts(messages, message -> message.header("Message-ID"))).hasSize(300);
      assertThat(messages).hasSizeBetween(300, 301);
    }
  }
}
