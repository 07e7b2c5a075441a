package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TokenPair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A client that logs in, refreshes and logs out at changing nodes. If a request gets no response,
 * the client repeats it at once. It records the operations that were acknowledged.
 */
final class PersistentClient {
  private static final long PAUSE_MILLIS = 8;
  private static final String JSON = "application/json";
  // Shorter than the grace period, within which a client must retry after a lost response.
  private static final Duration PERSISTENCE = Duration.ofSeconds(8);

  private final String email;
  private final Supplier<Http> anyNode;
  private final List<Ledger> ledgers = new ArrayList<>();
  private int unanswered;

  PersistentClient(String email, Supplier<Http> anyNode) {
    this.email = email;
    this.anyNode = anyNode;
  }

  /** The acknowledged operations of one session. */
  static final class Ledger {
    private final TokenPair first;
    private TokenPair last;
    private boolean loggedOut;

    private Ledger(TokenPair first) {
      this.first = first;
      this.last = first;
    }

    TokenPair first() {
      return first;
    }

    TokenPair last() {
      return last;
    }

    boolean isLoggedOut() {
      return loggedOut;
    }
  }

  List<Ledger> ledgers() {
    return ledgers;
  }

  /** The number of requests without a response. */
  int unanswered() {
    return unanswered;
  }

  /** Sends requests as long as {@code going} is true. */
  PersistentClient use(BooleanSupplier going) throws InterruptedException {
    while (going.getAsBoolean()) {
      live(ThreadLocalRandom.current().nextInt(25));
    }
    return this;
  }

  private void live(int refreshes) throws InterruptedException {
    Ledger ledger = new Ledger(TokenPair.of(ask("obtain_token", TokenPair.credentials(email))));
    ledgers.add(ledger);
    for (int i = 0; i < refreshes; i++) {
      TokenPair successor = refreshed(ledger.last);
      if (i % 4 == 0) {
        assertThat(refreshed(ledger.last).refresh()).isEqualTo(successor.refresh());
      }
      ledger.last = successor;
    }
    if (refreshes % 2 == 0) {
      ask("revoke_token", ledger.last.refreshTokenAsJson()).is(204);
      ledger.loggedOut = true;
    }
  }

  private TokenPair refreshed(TokenPair pair) throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    return TokenPair.of(ask("refresh_token", pair.refreshTokenAsJson()));
  }

  private ServerAnswer ask(String what, String json) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PERSISTENCE.toNanos()) {
      try {
        ServerAnswer answer =
            anyNode.get().exchange("POST", "/user/" + what + "/", json, "Content-Type", JSON);
        if (answer.status() != 503) {
          return answer;
        }
      } catch (IOException e) {
        unanswered++;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("no answer from any node: " + what);
  }
}
