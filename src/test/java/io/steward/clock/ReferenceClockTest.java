package io.steward.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.problem.ProblemException;
import io.steward.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReferenceClockTest {
  private static final long NOW = 1_700_000_000_000L;

  private final TestClock wall = new TestClock(Instant.ofEpochMilli(NOW + 5_000));
  private final AtomicLong nanoTime = new AtomicLong(-77);
  private final ReferenceClock clock = new ReferenceClock(wall, nanoTime::get);

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
    wall.advance(time);
  }

  private void read(long millis) {
    clock.set(millis, nanoTime.get(), nanoTime.get());
  }

  @Test
  void before_the_first_reading_it_shows_the_wall_clock_and_is_not_right() {
    assertThat(clock.millis()).isEqualTo(NOW + 5_000);
    assertThat(clock.earliestSeconds()).isZero();
    assertThat(clock.isRight()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, -3_600, -60, 60, 3_600, 86_400})
  void a_jump_of_the_wall_clock_does_not_change_it(long seconds) {
    read(NOW);
    wall.advance(Duration.ofSeconds(seconds));
    pass(Duration.ofMillis(1_500));
    assertThat(clock.millis()).isEqualTo(NOW + 1_500);
    assertThat(clock.earliestSeconds()).isEqualTo(NOW / 1_000 + 1);
    assertThat(clock.difference()).isEqualTo(Duration.ofSeconds(seconds + 5));
  }

  @Test
  void it_is_right_while_the_wall_clock_differs_by_60_seconds_at_most() {
    read(NOW);
    wall.advance(Duration.ofSeconds(55));
    clock.demandRight();
    wall.advance(Duration.ofMillis(1));
    assertThat(clock.isRight()).isFalse();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(clock::demandRight)
        .satisfies(e -> assertThat(e.retryAfter()).isPresent());
    wall.advance(Duration.ofMinutes(-2));
    assertThat(clock.isRight()).isTrue();
    wall.advance(Duration.ofSeconds(-1));
    assertThat(clock.isRight()).isFalse();
  }

  @Test
  void a_slow_reading_that_agrees_does_not_change_it() {
    read(NOW);
    long asked = nanoTime.get();
    pass(Duration.ofSeconds(1));
    clock.set(NOW + 100, asked, nanoTime.get());
    assertThat(clock.millis()).isEqualTo(NOW + 1_000);
    clock.set(NOW + 1_200, asked, nanoTime.get());
    assertThat(clock.millis()).isEqualTo(NOW + 1_200);
    clock.set(NOW - 500, asked, nanoTime.get());
    assertThat(clock.millis()).isBetween(NOW + 500, NOW + 501);
  }

  @Test
  void nothing_is_forgotten_because_the_reference_was_ahead_for_a_while() {
    read(NOW);
    read(NOW + 3_600_000);
    pass(Duration.ofSeconds(70));
    assertThat(clock.millis()).isEqualTo(NOW + 3_670_000);
    assertThat(clock.earliestSeconds()).isEqualTo(NOW / 1_000 + 70);
    read(NOW + 70_000);
    assertThat(clock.millis()).isBetween(NOW + 70_000, NOW + 70_001);
  }
}
