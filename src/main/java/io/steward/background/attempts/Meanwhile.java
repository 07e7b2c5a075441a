package io.steward.background.attempts;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work that runs once, in a thread of its own, while the caller does something else. */
public final class Meanwhile<T> {
  private final CompletableFuture<T> result;

  /** Begins the work; {@link #await} throws what the work throws. */
  public Meanwhile(String thread, Supplier<T> work) {
    result = CompletableFuture.supplyAsync(work, run -> new Thread(run, thread).start());
  }

  /** Waits for the result of the work. */
  public T await() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
