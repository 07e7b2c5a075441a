package io.steward.credential.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests for messages run and wait at once. */
final class TurnsTest {
  private static void fail() {
    throw new ProblemException(ProblemType.UNAVAILABLE);
  }

  private static ProblemException refusal(Turns turns) {
    return catchThrowableOfType(ProblemException.class, () -> turns.run(() -> {}));
  }

  @Test
  void more_requests_than_may_wait_are_too_many_at_once() {
    Turns turns = new Turns(1, 0, Duration.ZERO);
    turns.run(
        () ->
            assertThat(refusal(turns))
                .hasMessage("Too many messages are requested at once; retry shortly."));
  }

  @Test
  void a_request_that_gets_no_turn_hears_that_the_database_does_not_respond() {
    Turns turns = new Turns(1, 1, Duration.ZERO);
    turns.run(() -> assertThat(refusal(turns).type()).isEqualTo(ProblemType.UNAVAILABLE));
  }

  @Test
  void a_turn_and_its_place_are_free_after_the_work_and_after_a_failure() {
    Turns turns = new Turns(1, 1, Duration.ZERO);
    turns.run(() -> assertThat(refusal(turns)).isNotNull());
    assertThatThrownBy(() -> turns.run(TurnsTest::fail)).isInstanceOf(ProblemException.class);
    turns.run(() -> {});
    turns.run(() -> assertThat(refusal(turns).type()).isEqualTo(ProblemType.UNAVAILABLE));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "5, 1", "6, 2", "9, 3", "10, 3", "200, 3"})
  void requests_for_messages_use_at_most_a_third_of_the_connections(int connections, int atOnce) {
    AtomicInteger running = new AtomicInteger();
    nest(Turns.of(connections), atOnce, running);
    assertThat(running).hasValue(atOnce);
  }

  /** Runs nested turns; the innermost is interrupted, so that the next request does not wait. */
  private static void nest(Turns turns, int depth, AtomicInteger running) {
    turns.run(
        () -> {
          running.incrementAndGet();
          if (depth > 1) {
            nest(turns, depth - 1, running);
            return;
          }
          Thread.currentThread().interrupt();
          assertThat(refusal(turns).type()).isEqualTo(ProblemType.UNAVAILABLE);
          assertThat(Thread.interrupted()).isTrue();
        });
  }
}
