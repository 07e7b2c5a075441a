package io.steward.mail.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class SmtpLineTest {
  private final SmtpLine line = new SmtpLine(SmtpLine.Patience.USUAL);

  @Test
  void the_server_may_have_a_message_whose_last_line_is_sent() throws IOException {
    try (Socket socket = line.createSocket()) {
      line.awaitVerdict();
      line.stopSending();
      assertThat(socket.isClosed()).isFalse();
      assertThat(line.awaitsVerdict()).isTrue();
    }
  }

  @Test
  void the_server_cannot_have_a_message_if_the_connection_was_cut_before_its_last_line()
      throws IOException {
    try (Socket socket = line.createSocket()) {
      line.stopSending();
      assertThat(socket.isClosed()).isTrue();
      line.awaitVerdict();
      assertThat(line.awaitsVerdict()).isFalse();
    }
  }
}
