package io.steward.node;

import io.steward.clock.ReferenceClock;
import io.steward.log.Log;
import java.util.Locale;

/** Reads the database's clock, and logs when this node's wall clock becomes wrong or right. */
final class NodeClock {
  private static final Log LOG = Log.of("io.steward.node");

  private final ReferenceClock clock;
  private boolean wasRight = true;

  NodeClock(ReferenceClock clock) {
    this.clock = clock;
  }

  /** Takes a reading; the parameters are those of {@link ReferenceClock#set}. */
  void set(long millis, long asked, long answered) {
    clock.set(millis, asked, answered);
    boolean isRight = clock.isRight();
    if (wasRight && !isRight) {
      LOG.error(
          String.format(
              Locale.ROOT,
              "this machine's clock is %d s %s the database's: this node is not ready and"
                  + " issues no tokens; set the clocks of both machines by NTP",
              clock.difference().abs().toSeconds(),
              clock.difference().isNegative() ? "behind" : "ahead of"));
    }
    if (!wasRight && isRight) {
      LOG.info("this machine's clock agrees with the database's again; this node issues tokens");
    }
    wasRight = isRight;
  }

  /** See {@link ReferenceClock#earliestSeconds}. */
  long earliestSeconds() {
    return clock.earliestSeconds();
  }
}
