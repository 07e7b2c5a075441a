package io.steward.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger complaints = new AtomicInteger();

  private void fail(Class<? extends Throwable> kind) throws Exception {
    rounds.incrementAndGet();
    Throwable failure = kind.getConstructor().newInstance();
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        OutOfMemoryError.class,
        StackOverflowError.class,
        NoClassDefFoundError.class,
        ThreadDeath.class,
        AssertionError.class,
        IllegalStateException.class,
        IOException.class,
        InterruptedException.class
      })
  void any_failure_is_reported_and_the_next_round_follows(Class<? extends Throwable> kind) {
    try (Loop loop =
        new Loop("steward-t", () -> fail(kind), e -> complaints.incrementAndGet(), () -> SHORT)) {
      loop.start();
      Await.until("the third round", PATIENCE, () -> rounds.get() > 2 && complaints.get() > 1);
    }
  }

  @Test
  void a_complaint_that_runs_out_of_memory_does_not_end_the_loop() {
    try (Loop loop =
        new Loop(
            "steward-t",
            () -> fail(OutOfMemoryError.class),
            e -> {
              throw new OutOfMemoryError();
            },
            () -> SHORT)) {
      loop.start();
      Await.until("the third round", PATIENCE, () -> rounds.get() > 2);
    }
  }

  @Test
  void a_pause_that_runs_out_of_memory_is_followed_by_the_next_round() {
    try (Loop loop =
        new Loop(
            "steward-t",
            rounds::incrementAndGet,
            e -> complaints.incrementAndGet(),
            () -> {
              throw new OutOfMemoryError();
            })) {
      loop.start();
      Await.until("the second round", PATIENCE, () -> rounds.get() > 1);
    }
  }

  @Test
  void a_stray_interrupt_neither_ends_the_loop_nor_its_pauses() {
    try (Loop loop =
        new Loop("steward-t", this::interrupt, e -> {}, () -> Duration.ofMillis(100))) {
      loop.start();
      Await.until("the third round", PATIENCE, () -> rounds.get() > 2);
      assertThat(rounds).hasValueLessThan(6);
    }
  }

  private void interrupt() {
    rounds.incrementAndGet();
    Thread.currentThread().interrupt();
  }

  @Test
  void closing_ends_the_thread_during_a_long_pause() {
    Loop loop =
        new Loop("steward-long", rounds::incrementAndGet, e -> {}, () -> Duration.ofHours(1));
    loop.start();
    Await.until("the first round", PATIENCE, () -> rounds.get() > 0);
    loop.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("steward-long"));
  }
}
