package io.steward.standalone.tomcat;

import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/** Ends a connector: it accepts no more connections, but answers pending requests. */
final class LastAnswers {
  // Every response takes at most 5 s; most service managers kill a process after 10 s.
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  // Waits a little longer for requests that are still arriving or still waiting for a thread.
  private static final int QUIET_LOOKS = 10;

  private LastAnswers() {}

  /** Serves normally, but closes each connection after its response. */
  static void drain(Connector connector, Duration time) {
    if (!time.isZero()) {
      connector.setProperty("maxKeepAliveRequests", "1");
      sleep(time);
    }
  }

  static void give(Connector connector) {
    connector.getProtocolHandler().closeServerSocketGraceful();
    if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
      awaitQuiet(protocol);
    }
  }

  private static void awaitQuiet(AbstractProtocol<?> protocol) {
    long start = System.nanoTime();
    int quiet = 0;
    while (!Thread.currentThread().isInterrupted()
        && quiet < QUIET_LOOKS
        && System.nanoTime() - start < PATIENCE.toNanos()) {
      quiet = isBusy(protocol) ? 0 : quiet + 1;
      sleep(LOOK_EVERY);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isBusy(AbstractProtocol<?> protocol) {
    return protocol.getWaitingProcessorCount() > 0
        || (protocol.getExecutor() instanceof ThreadPoolExecutor threads
            && threads.getActiveCount() > 0);
  }
}
