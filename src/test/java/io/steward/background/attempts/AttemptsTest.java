package io.steward.background.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.background.OutOfMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
  private static final Duration EVERY = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicInteger started = new AtomicInteger();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private static Attempts<AutoCloseable> of(Callable<AutoCloseable> attempt) {
    return new Attempts<>("attempt", attempt, EVERY);
  }

  @Test
  void an_attempt_that_hangs_does_not_delay_the_next_and_is_closed_when_it_succeeds_too_late()
      throws Exception {
    Attempts<AutoCloseable> attempts =
        of(
            () -> {
              if (started.incrementAndGet() > 1) {
                return () -> {};
              }
              hanging.await();
              return closed::countDown;
            });
    attempts.open(LONG).close();
    assertThat(closed.getCount()).isOne();
    hanging.countDown();
    assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void a_failure_is_reported_at_once() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                of(() -> {
                      throw new IOException("refused");
                    })
                    .open(LONG))
        .withMessage("refused");
  }

  @Test
  void what_is_opened_after_an_interruption_is_closed() throws Exception {
    Attempts<AutoCloseable> attempts =
        of(
            () -> {
              hanging.await();
              return closed::countDown;
            });
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> attempts.open(LONG));
    hanging.countDown();
    assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void without_an_answer_the_number_of_attempts_is_limited() {
    Attempts<AutoCloseable> attempts =
        of(
            () -> {
              started.incrementAndGet();
              hanging.await();
              return () -> {};
            });
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> attempts.open(EVERY.multipliedBy(20)))
        .withMessage("no answer within 200 ms");
    assertThat(started.get()).isBetween(1, 10);
    hanging.countDown();
  }

  @Test
  void a_failure_that_comes_too_late_does_not_end_a_newer_attempt() throws Exception {
    openAfterLateFailure(
        () -> {
          throw new IOException("too late");
        });
  }

  @Test
  void an_attempt_that_runs_out_of_memory_too_late_is_noticed() throws Exception {
    CountDownLatch noticed = new CountDownLatch(1);
    OutOfMemory.onFirst(noticed::countDown);
    try {
      openAfterLateFailure(
          () -> {
            throw new OutOfMemoryError("too late");
          });
      assertThat(noticed.getCount()).isZero();
    } finally {
      OutOfMemory.onFirst(() -> {});
    }
  }

  /** The first attempt hangs and is given up; it fails while the next one is awaited. */
  private void openAfterLateFailure(Callable<AutoCloseable> failure) throws Exception {
    CompletableFuture<Thread> late = new CompletableFuture<>();
    Attempts<AutoCloseable> attempts =
        of(
            () -> {
              if (late.complete(Thread.currentThread())) {
                hanging.await();
                return failure.call();
              }
              hanging.countDown();
              late.join().join();
              return closed::countDown;
            });
    assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> attempts.open(EVERY));
    late.get(1, TimeUnit.MINUTES);
    attempts.open(LONG).close();
    assertThat(closed.getCount()).isZero();
  }
}
