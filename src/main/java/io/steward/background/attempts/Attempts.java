package io.steward.background.attempts;

import io.steward.background.OutOfMemory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens something that can hang, for example a connection. While an attempt hangs, further attempts
 * start in other threads. The first success counts; whatever is opened later is closed.
 */
public final class Attempts<T extends AutoCloseable> {
  private static final int MOST_AT_ONCE = 10;

  private final String name;
  private final Callable<T> attempt;
  private final Duration every;
  private final AtomicInteger running = new AtomicInteger();
  private volatile CompletableFuture<T> awaited = new CompletableFuture<>();

  /**
   * Creates an instance.
   *
   * @param name the name of the threads
   * @param every the time after which the next attempt starts
   */
  public Attempts(String name, Callable<T> attempt, Duration every) {
    this.name = name;
    this.attempt = attempt;
    this.every = every;
  }

  /**
   * Returns what the first successful attempt has opened.
   *
   * @throws Exception the exception of a failed attempt; TimeoutException if no attempt succeeds in
   *     time
   */
  public T open(Duration patience) throws Exception {
    CompletableFuture<T> opened = new CompletableFuture<>();
    awaited = opened;
    for (long left = patience.dividedBy(every); left > 0; left--) {
      start(opened);
      try {
        return opened.get(every.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // The next attempt starts.
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception reason ? reason : e;
      } catch (InterruptedException e) {
        abandon(opened);
        throw e;
      }
    }
    if (opened.cancel(false)) {
      throw new TimeoutException("no answer within " + patience.toMillis() + " ms");
    }
    return opened.get();
  }

  /**
   * Closes what was opened in the meantime. Later attempts find a cancelled future and close what
   * they open.
   */
  private static <T extends AutoCloseable> void abandon(CompletableFuture<T> opened)
      throws Exception {
    if (!opened.cancel(false) && !opened.isCompletedExceptionally()) {
      opened.join().close();
    }
  }

  private void start(CompletableFuture<T> mine) {
    if (running.get() < MOST_AT_ONCE) {
      running.incrementAndGet();
      try {
        Thread thread = new Thread(() -> run(mine), name);
        thread.setDaemon(true);
        thread.start();
      } catch (RuntimeException | Error e) {
        running.decrementAndGet();
        throw e;
      }
    }
  }

  /**
   * Makes one attempt. A late success completes a newer call of {@code open} too; a late failure
   * does not.
   */
  private void run(CompletableFuture<T> mine) {
    try {
      T opened = attempt.call();
      if (!awaited.complete(opened)) {
        opened.close();
      }
    } catch (Exception | Error e) {
      mine.completeExceptionally(e);
      // Examined here because the caller of open does not see failures after the timeout.
      OutOfMemory.examine(e);
    } finally {
      running.decrementAndGet();
    }
  }
}
