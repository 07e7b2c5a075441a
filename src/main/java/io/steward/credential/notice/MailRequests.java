package io.steward.credential.notice;

import io.steward.database.Database;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.Recipient;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.mail.LinkPurpose;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Accepts requests for a message to an address. No request looks an account up, so that neither
 * answer nor time shows whether the address has one; {@link io.steward.mail.Composer}s do that
 * later.
 */
public final class MailRequests {
  /**
   * In the details of a message: the {@link io.steward.credential.onetime.OneTimeTokens#binding} at
   * the time of the request.
   */
  public static final String BINDING = "binding";

  /** The answer to each accepted request. */
  public static final Map<String, Object> ACCEPTED =
      Map.of("detail", "If this address can get the message, it is on its way.");

  /** Requests for one address wait for its count, so more would occupy all connections. */
  private static final int AT_ONCE = 3;

  /** More waiting requests would occupy all server threads. */
  private static final int MOST_WAITING = 100;

  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Database database;
  private final Throttle throttle;
  private final Outbox outbox;

  public MailRequests(Database database, Throttle throttle, Outbox outbox) {
    this.database = database;
    this.throttle = throttle;
    this.outbox = outbox;
  }

  /**
   * Refuses requests for messages that cannot be sent.
   *
   * @throws ProblemException 503
   */
  public void demand(LinkPurpose purpose) {
    outbox.demand(purpose);
  }

  /**
   * Posts a message, or silently none if the address got too many.
   *
   * @throws ProblemException 429 after too many requests from this network; 503 if too many wait
   */
  public void accept(
      MailKind kind, EmailAddress address, Recipient recipient, Map<String, String> details) {
    awaitTurn();
    try {
      admit(kind, address, recipient, details).ifPresent(MailRequests::refuse);
    } finally {
      turns.release();
    }
  }

  private void awaitTurn() {
    try {
      if (turns.getQueueLength() < MOST_WAITING
          && turns.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ProblemException(
        ProblemType.BUSY, "Too many messages are requested at once; retry shortly.");
  }

  private static void refuse(Duration wait) {
    throw ProblemException.throttled(wait);
  }

  private Optional<Duration> admit(
      MailKind kind, EmailAddress address, Recipient recipient, Map<String, String> details) {
    return database.inTransaction(
        em -> {
          // The row of the message refers to the user, whose lock comes before the throttle's.
          recipient.userId().ifPresent(new Users(em)::byIdForUpdate);
          Optional<Duration> wait = throttle.causeMail(em);
          if (wait.isEmpty() && admits(em, kind, address)) {
            outbox.post(em, kind, recipient, details);
          }
          return wait;
        });
  }

  private boolean admits(EntityManager em, MailKind kind, EmailAddress address) {
    return kind == MailKind.RESET
        ? throttle.admitsNeededMail(em, address.canonical())
        : throttle.admitsMail(em, address.canonical());
  }
}
