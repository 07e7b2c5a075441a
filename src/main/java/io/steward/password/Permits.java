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

/** Bounds how many hashes are computed at once, and lends each of them memory to work in. */
final class Permits {
  /** More would take all threads of the server, and who only shows a token would wait as well. */
  private static final int MOST_WAITING = 48;

  private final int count;
  private final Semaphore permits;
  // Two foreign hashes of 100 MiB at once would end a heap of 256 MB.
  private final Semaphore large = new Semaphore(1, true);
  // Last in, first out: a pool fills on first use, so idle permits never claim memory.
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

  /** Computes something that stays within the memory of one pool. */
  <T> T small(Function<BlockPool, T> work) {
    return withPermit(deadline(), work);
  }

  /** Computes something that needs more memory than one pool, alone among its kind. */
  <T> T large(Function<BlockPool, T> work) {
    long deadline = deadline();
    // First: one that waits for its turn must not hold a permit that small ones could use.
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
