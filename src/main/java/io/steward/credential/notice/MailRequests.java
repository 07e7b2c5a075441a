package io.steward.credential.notice;

import io.steward.database.Database;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.Recipient;
import io.steward.problem.ProblemException;
import io.steward.settings.mail.LinkPurpose;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

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

  private final Turns turns;
  private final Database database;
  private final Throttle throttle;
  private final Outbox outbox;

  /**
   * Shares the connections with everything else.
   *
   * @param connections the maximum number of open connections
   */
  public MailRequests(Database database, Throttle throttle, Outbox outbox, int connections) {
    this.turns = Turns.of(connections);
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
   * @throws ProblemException 429 after too many requests from this network; 503 if too many wait,
   *     or if the database does not respond
   */
  public void accept(
      MailKind kind, EmailAddress address, Recipient recipient, Map<String, String> details) {
    // Before the queue: otherwise, one network over its limit would take all turns.
    throttle.demandMailFromNetwork();
    turns.run(() -> admit(kind, address, recipient, details).ifPresent(MailRequests::refuse));
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
