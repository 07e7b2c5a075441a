package io.steward.recovery.verification;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.recovery.LinkToken;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.settings.mail.LinkPurpose;
import io.steward.throttle.Throttle;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/**
 * Verifies the address of an account. Somebody other than its owner may have registered with it, so
 * earlier sessions and links become void.
 */
public final class EmailVerification {
  private final SessionTransactions transactions;
  private final Throttle throttle;
  private final Clock clock;

  public EmailVerification(SessionTransactions transactions, Throttle throttle, Clock clock) {
    this.transactions = transactions;
    this.throttle = throttle;
    this.clock = clock;
  }

  /**
   * Uses a token.
   *
   * @return the verified address
   * @throws io.steward.problem.ProblemException 400 if the token cannot be used
   */
  public String verify(String token) {
    return transactions
        .inTransaction(
            (em, sessions) ->
                LinkToken.use(em, LinkPurpose.VERIFY, token)
                    .map(LinkToken.Found::user)
                    .map(user -> verify(em, sessions, user)))
        .orElseThrow(LinkToken::refusal);
  }

  private String verify(EntityManager em, Sessions sessions, User user) {
    user.verifyEmail(clock.instant());
    sessions.endAll(user.id());
    new OneTimeTokens(em).revokeAll(user.id());
    throttle.forgetOtherOrigins(em, user.id());
    new AuditLog(em)
        .record(new Actor.User(user.id()), AuditEvent.EMAIL_VERIFIED, AuditSubject.user(user.id()));
    return user.email();
  }
}
