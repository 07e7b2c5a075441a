package io.steward.password;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/** Limits how many hashes are computed at once, and lends working memory to each. */
final class Permits {
  /**
   * More waiting requests would occupy all server threads, and all other requests would wait too.
   */
  private static final int MOST_WAITING = 48;

  private final int count;
  private final Semaphore permits;
  // Two imported hashes of 100 MiB at once would exhaust a heap of 256 MB.
  private final Semaphore large = new Semaphore(1, true);
  // The pool returned last is lent first: a pool allocates its memory on first use, so a pool
  // that is never needed takes no memory.
  private final BlockingDeque<BlockPool> pools = new LinkedBlockingDeque<>();
  private final Duration wait;

  Permits(int permits, Duration wait, Supplier<BlockPool> pool) {
    this.count = permits;
    this.permits = new Semaphore(permits, true);
    this.wait = wait;
    for (int i = 0; i < permits; i++) {
      pools.add(pool.get());
    }
  }

  int count() {
    return count;
  }

  /** Runs work that fits into the memory of one pool. */
  <T> T small(Function<BlockPool, T> work) {
    return withPermit(deadline(), work);
  }

  /** Runs work that needs more memory than one pool; only one such call runs at a time. */
  <T> T large(Function<BlockPool, T> work) {
    long deadline = deadline();
    // Acquired first, so that a large call holds no permit while it waits for its turn.
    acquire(large, deadline);
    try {
      return withPermit(deadline, work);
    } finally {
      large.release();
    }
  }

  private <T> T withPermit(long deadline, Function<BlockPool, T> work) {
    acquire(permits, deadline);
    BlockPool pool = pools.pop();
    try {
      return work.apply(pool);
    } finally {
      pools.push(pool);
      permits.release();
    }
  }

  private long deadline() {
    return System.nanoTime() + wait.toNanos();
  }

  private void acquire(Semaphore semaphore, long deadline) {
    try {
      if (semaphore.getQueueLength() < MOST_WAITING
          && semaphore.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ProblemException(ProblemType.BUSY);
  }
}
