package io.steward.credential.notice;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets few requests for messages run at once, and few more wait. */
final class Turns {
  /** Requests for one address wait for its count, so more would occupy all connections. */
  private static final int AT_ONCE = 3;

  /** The server has 100 threads; more waiting requests would leave too few for all others. */
  private static final int WAITING = 30;

  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Semaphore places;
  private final Semaphore turns;
  private final Duration wait;

  Turns(int atOnce, int waiting, Duration wait) {
    this.places = new Semaphore(atOnce + waiting);
    this.turns = new Semaphore(atOnce, true);
    this.wait = wait;
  }

  /** At most a third of the connections. */
  static Turns of(int connections) {
    return new Turns(Math.max(1, Math.min(AT_ONCE, connections / 3)), WAITING, WAIT);
  }

  /**
   * Runs the work in its turn.
   *
   * @throws ProblemException 503 if too many wait, or if no turn ends because the database does not
   *     respond
   */
  void run(Runnable work) {
    if (!places.tryAcquire()) {
      throw new ProblemException(
          ProblemType.BUSY, "Too many messages are requested at once; retry shortly.");
    }
    try {
      await();
      try {
        work.run();
      } finally {
        turns.release();
      }
    } finally {
      places.release();
    }
  }

  private void await() {
    try {
      if (turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ProblemException(ProblemType.UNAVAILABLE);
  }
}
