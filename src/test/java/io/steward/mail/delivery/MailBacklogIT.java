package io.steward.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class MailBacklogIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static void post(int number, String age) {
    DATABASE.execute(
        ("insert into mails (kind, recipient, language, ip, user_agent, details, created_at)"
                + " select 'reset', 'a@golden.example', '', '', '', '{}', now() - interval '%s'"
                + " from generate_series(1, %s)")
            .formatted(age, number));
  }

  /** Otherwise, whoever asks for a link sees whether the address has an account. */
  @Test
  void nobody_sees_single_messages() throws SQLException {
    DATABASE.migrate();
    try (Connection connection = DATABASE.connect()) {
      assertThat(MailBacklog.read(connection)).isEqualTo(new MailBacklog(0, 0));
      post(99, "59 minutes");
      assertThat(MailBacklog.read(connection)).isEqualTo(new MailBacklog(0, 0));
      post(1, "150 minutes");
      assertThat(MailBacklog.read(connection)).isEqualTo(new MailBacklog(100, 7200));
      post(10_050, "1 minute");
      assertThat(MailBacklog.read(connection).waiting()).isEqualTo(10_000);
    }
  }
}
