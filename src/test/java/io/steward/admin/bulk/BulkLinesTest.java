package io.steward.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BulkLinesTest {
  private static List<String> faults(InputStream body, AtomicLong clock) {
    BulkLines lines = new BulkLines(body, clock::get);
    List<String> faults = new ArrayList<>();
    while (!lines.isOver()) {
      if (lines.isReady()) {
        faults.add(lines.next().fault());
      } else {
        lines.await();
      }
    }
    return faults;
  }

  @Test
  void a_sender_who_trickles_is_ended_after_ten_minutes_of_waiting() {
    AtomicLong clock = new AtomicLong();
    InputStream trickle =
        new InputStream() {
          @Override
          public int read() {
            clock.addAndGet(Duration.ofSeconds(59).toNanos());
            return 'x';
          }

          @Override
          public int read(byte[] target, int start, int length) {
            target[start] = (byte) read();
            return 1;
          }
        };
    assertThat(faults(trickle, clock))
        .containsExactly("The request was too slow; it was read up to this line.");
    assertThat(Duration.ofNanos(clock.get())).isLessThan(Duration.ofMinutes(11));
  }

  @Test
  void a_sender_who_falls_silent_is_ended_when_the_container_gives_up() {
    InputStream silent =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketTimeoutException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new SocketTimeoutException();
          }
        };
    InputStream body =
        new SequenceInputStream(
            new ByteArrayInputStream("{}\n{".getBytes(StandardCharsets.UTF_8)), silent);
    assertThat(faults(body, new AtomicLong()))
        .containsExactly("", "The request ended in the middle of this line, or was too slow.");
  }
}
