package io.steward.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutOfMemoryTest {
  private final AtomicInteger reactions = new AtomicInteger();

  @BeforeEach
  void react() {
    OutOfMemory.onFirst(reactions::incrementAndGet);
  }

  @AfterEach
  void forget() {
    OutOfMemory.onFirst(() -> {});
  }

  @Test
  void the_first_exhaustion_counts_also_as_a_cause() {
    OutOfMemory.examine(new IOException(new StackOverflowError()));
    assertThat(OutOfMemory.hasHappened()).isFalse();
    for (int i = 0; i < 3; i++) {
      // The PostgreSQL driver wraps the error like this.
      OutOfMemory.examine(new IOException(new SQLException("53200", new OutOfMemoryError())));
    }
    assertThat(OutOfMemory.hasHappened()).isTrue();
    assertThat(reactions).hasValue(1);
  }

  @Test
  void causes_in_a_circle_are_left_after_a_while() {
    IOException one = new IOException("one");
    IOException two = new IOException("two", one);
    one.initCause(two);
    OutOfMemory.examine(one);
    assertThat(OutOfMemory.hasHappened()).isFalse();
  }

  @Test
  void a_loop_reports_that_its_work_ran_out_of_memory() {
    try (Loop loop =
        new Loop(
            "steward-t",
            () -> {
              throw new OutOfMemoryError();
            },
            e -> {},
            () -> Duration.ofMillis(1))) {
      loop.start();
      Await.until("the report", Duration.ofSeconds(10), OutOfMemory::hasHappened);
    }
  }
}
