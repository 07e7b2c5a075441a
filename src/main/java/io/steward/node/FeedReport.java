package io.steward.node;

import io.steward.log.Log;
import io.steward.token.Revocations;
import java.time.Duration;
import java.util.Locale;

/** Logs once a minute how late revocations arrived at this node. */
final class FeedReport {
  private static final Log LOG = Log.of("io.steward.node");
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Revocations revocations;
  private long reportAt = System.nanoTime();
  private int received;
  private long worstLag;

  FeedReport(Revocations revocations) {
    this.revocations = revocations;
  }

  /** Notes a revocation that arrived this many milliseconds after it was recorded. */
  void lag(long milliseconds) {
    received++;
    worstLag = Math.max(worstLag, milliseconds);
  }

  /** Logs what arrived in the last minute, if a minute has passed. */
  void attend() {
    if (System.nanoTime() - reportAt > EVERY.toNanos()) {
      reportAt = System.nanoTime();
      report();
    }
  }

  private void report() {
    if (received > 0) {
      LOG.info(
          String.format(
              Locale.ROOT,
              "%d revocations in the last minute, known here after %d ms at most; %d in memory",
              received,
              worstLag,
              revocations.size()));
    }
    received = 0;
    worstLag = 0;
  }
}
