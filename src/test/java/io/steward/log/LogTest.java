package io.steward.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.origin.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogTest {
  private static final Logger LOGGER = Logger.getLogger("io.steward.log.test");

  private final List<LogRecord> lines = new ArrayList<>();
  private final Handler handler = handler();
  private final Log log = Log.of("io.steward.log.test");

  private Handler handler() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @BeforeEach
  void listen() {
    LOGGER.setUseParentHandlers(false);
    LOGGER.setLevel(Level.INFO);
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stop() {
    LOGGER.removeHandler(handler);
    Origin.left();
  }

  @Test
  void a_log_line_names_its_request_once() {
    Origin.entered(new Origin("0123456789abcdef", "192.0.2.7", ""));
    log.info("something happened");
    log.warning("request 0123456789abcdef: 403 INVALID_CREDENTIALS");
    Origin.left();
    log.info("nobody asked");
    assertThat(lines)
        .extracting(LogRecord::getMessage)
        .containsExactly(
            "request 0123456789abcdef: something happened",
            "request 0123456789abcdef: 403 INVALID_CREDENTIALS",
            "nobody asked");
  }

  @Test
  void no_input_breaks_a_log_line() {
    log.warning("a\r\nINFO forged \u001b[31m\u0000\u2028\u0085end");
    assertThat(lines.get(0).getMessage())
        .isEqualTo("a\\u000d\\u000aINFO forged \\u001b[31m\\u0000\\u2028\\u0085end");
  }

  @Test
  void a_log_line_names_the_class_that_wrote_it() {
    log.error("mine", new IllegalStateException("x"));
    assertThat(lines.get(0).getSourceClassName()).isEqualTo(LogTest.class.getName());
    assertThat(lines.get(0).getSourceMethodName())
        .isEqualTo("a_log_line_names_the_class_that_wrote_it");
    assertThat(lines.get(0).getThrown()).hasMessage("x");
  }

  @Test
  void braces_in_a_message_are_kept_unchanged() {
    log.info("{0} {1}");
    assertThat(lines.get(0).getMessage()).isEqualTo("{0} {1}");
  }
}
