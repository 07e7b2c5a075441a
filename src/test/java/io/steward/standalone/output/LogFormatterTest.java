package io.steward.standalone.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.origin.Origin;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogFormatterTest {
  private static LogRecord line(String message) {
    LogRecord line = new LogRecord(Level.WARNING, message);
    line.setLoggerName("org.library");
    line.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return line;
  }

  @AfterEach
  void leave() {
    Origin.left();
  }

  @Test
  void a_message_in_text_format_is_one_line_and_names_the_request() {
    Origin.entered(new Origin("0123456789abcdef", "", ""));
    assertThat(new LogFormatter(false).format(line("it\nbroke \"here\"")))
        .matches("2026-01-02T0\\d:04:05.678\\S+ WARNING org.library: .*\\R")
        .endsWith("request 0123456789abcdef: it\\u000abroke \"here\"" + System.lineSeparator());
  }

  @Test
  void a_message_in_json_format_is_one_object_for_any_content() {
    Origin.entered(new Origin("0123456789abcdef", "", ""));
    assertThat(new LogFormatter(true).format(line("it\nbroke \"here\" \u001b")))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"WARNING\",\"logger\":\"org.library\","
                + "\"request\":\"0123456789abcdef\",\"message\":\"it\\\\u000abroke \\\"here\\\" \\\\u001b\"}\n");
  }

  @Test
  void a_stack_trace_is_a_member_of_the_json_object() {
    LogRecord line = line("broken");
    line.setThrown(new IllegalStateException("why"));
    assertThat(new LogFormatter(true).format(line))
        .contains("\"stack\":\"java.lang.IllegalStateException: why\\n\\tat ")
        .endsWith("\"}\n")
        .hasLineCount(1);
  }
}
