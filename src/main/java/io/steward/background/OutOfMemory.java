package io.steward.background;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether this program has run out of memory. From then on its state is unknown: any thread may
 * have stopped halfway.
 */
public final class OutOfMemory {
  private static final int MOST_CAUSES = 20;
  private static final AtomicBoolean HAPPENED = new AtomicBoolean();
  private static final AtomicReference<Runnable> REACTION = new AtomicReference<>(() -> {});

  private OutOfMemory() {}

  /** Sets what happens at the first OutOfMemoryError from now on. */
  public static void onFirst(Runnable next) {
    REACTION.set(next);
    HAPPENED.set(false);
  }

  /** Examines a caught failure and its causes. */
  public static void examine(Throwable caught) {
    Throwable cause = caught;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof OutOfMemoryError && HAPPENED.compareAndSet(false, true)) {
        Objects.requireNonNull(REACTION.get()).run();
      }
      cause = cause.getCause();
    }
  }

  public static boolean hasHappened() {
    return HAPPENED.get();
  }
}
