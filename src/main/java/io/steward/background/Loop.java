package io.steward.background;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A daemon thread that repeats its work, with pauses, until it is closed. A failure, also an {@link
 * Error} such as OutOfMemoryError, never ends it: the work is repeated after the next pause.
 */
public final class Loop implements AutoCloseable {
  private static final long FALLBACK_NANOS = 1_000_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Thread thread;
  private final Work work;
  private final Consumer<Throwable> complain;
  private final Supplier<Duration> pause;
  private volatile boolean closed;

  /** One round of the work. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /**
   * Creates a loop.
   *
   * @param complain receives everything that the work throws
   * @param pause supplies the pause after each round
   */
  public Loop(String name, Work work, Consumer<Throwable> complain, Supplier<Duration> pause) {
    this.work = work;
    this.complain = complain;
    this.pause = pause;
    this.thread = new Thread(this::repeat, name);
    thread.setDaemon(true);
  }

  /** Starts the first round. */
  public void start() {
    thread.start();
  }

  private void repeat() {
    while (!closed) {
      round();
      rest();
    }
  }

  private void round() {
    try {
      work.run();
    } catch (Exception | Error e) {
      OutOfMemory.examine(e);
      try {
        complain.accept(e);
      } catch (RuntimeException | Error again) {
        // Reporting the failure may also run out of memory.
        OutOfMemory.examine(again);
      }
    }
  }

  private void rest() {
    long end = System.nanoTime() + pauseNanos();
    while (!closed && end - System.nanoTime() > 0) {
      // Any code may interrupt this thread. An interrupt that stays set would end every later pause
      // at once.
      Thread.interrupted();
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private long pauseNanos() {
    try {
      return pause.get().toNanos();
    } catch (RuntimeException | Error e) {
      OutOfMemory.examine(e);
      return FALLBACK_NANOS;
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /** Ends the loop after the current round, without waiting for it. */
  public void end() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /**
   * Ends the loop and waits for its thread: a running thread would keep the stopped web application
   * in memory.
   */
  public void close(Duration patience) {
    end();
    try {
      thread.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(PATIENCE);
  }
}
