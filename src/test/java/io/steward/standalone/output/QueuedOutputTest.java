package io.steward.standalone.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue between the log and a standard error that may block or fail. */
final class QueuedOutputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern COUNT = Pattern.compile("(\\d+) lost");
  private static final int MANY = 40_000;

  private final Pipe pipe = new Pipe();
  private final QueuedOutput output =
      new QueuedOutput(pipe, "last\n".getBytes(StandardCharsets.UTF_8));
  private final PrintStream print = new PrintStream(output, false, StandardCharsets.UTF_8);

  /** A pipe that nobody reads until it is opened, or whose reader is gone. */
  private static final class Pipe extends OutputStream {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private volatile boolean isBroken;

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      try {
        opened.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (isBroken) {
        throw new IOException("Broken pipe");
      }
      synchronized (content) {
        content.write(bytes);
      }
    }

    void open() {
      opened.countDown();
    }

    List<String> lines() {
      synchronized (content) {
        return content.toString(StandardCharsets.UTF_8).lines().toList();
      }
    }
  }

  @BeforeEach
  void start() {
    output.start("test-output", n -> (n + " lost\n").getBytes(StandardCharsets.UTF_8));
  }

  private void awaitWritten() throws InterruptedException {
    assertThat(output.drain(PATIENCE)).isTrue();
  }

  @Test
  void lines_are_written_in_order() throws Exception {
    pipe.open();
    print.print("one\ntwo\n");
    print.print("three: " + "é".repeat(20_000));
    print.println(" end");
    print.print("prompt? ");
    print.flush();
    awaitWritten();
    assertThat(pipe.lines())
        .containsExactly("one", "two", "three: " + "é".repeat(20_000) + " end", "prompt? ");
  }

  @Test
  void an_unread_pipe_blocks_no_thread_and_lost_lines_are_counted_where_they_are_missing()
      throws Exception {
    for (int i = 0; i < MANY; i++) {
      print.println("line " + i + " ".repeat(40));
    }
    assertThat(output.drain(Duration.ofMillis(50))).isFalse();
    pipe.open();
    awaitWritten();
    print.println("line " + MANY);
    awaitWritten();
    List<String> lines = pipe.lines();
    assertThat(lines.size()).isBetween(5_000, 20_000);
    assertThat(sum(lines)).isEqualTo(MANY + 1);
    assertThat(numbers(lines)).isSorted();
    assertThat(lines.get(lines.size() - 2)).matches(COUNT);
    assertThat(lines.get(lines.size() - 1)).isEqualTo("line " + MANY);
  }

  @Test
  void lines_that_cannot_be_written_are_counted_until_writing_works_again() throws Exception {
    pipe.isBroken = true;
    pipe.open();
    for (int i = 0; i < 5; i++) {
      print.println("line " + i);
      awaitWritten();
    }
    pipe.isBroken = false;
    print.println("line 5");
    awaitWritten();
    assertThat(pipe.lines()).containsExactly("5 lost", "line 5");
  }

  @Test
  void the_last_line_follows_all_others() throws Exception {
    print.println("line 0");
    output.sayLast();
    pipe.open();
    awaitWritten();
    assertThat(pipe.lines()).containsExactly("line 0", "last");
  }

  private static long sum(List<String> lines) {
    long sum = 0;
    for (String line : lines) {
      Matcher count = COUNT.matcher(line);
      sum += count.matches() ? Long.parseLong(count.group(1)) : 1;
    }
    return sum;
  }

  private static List<Integer> numbers(List<String> lines) {
    List<Integer> numbers = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("line ")) {
        numbers.add(Integer.parseInt(line.substring(5).strip()));
      }
    }
    return numbers;
  }
}
