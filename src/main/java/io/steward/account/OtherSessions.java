package io.steward.account;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.session.SessionTransactions;

/** Ends all sessions of a user except the session of the request. */
public final class OtherSessions {
  private final SessionTransactions transactions;

  public OtherSessions(SessionTransactions transactions) {
    this.transactions = transactions;
  }

  /** Ends the sessions; does nothing if the user was deleted or deactivated meanwhile. */
  public void end(long userId, String exceptSession) {
    transactions.inTransaction(
        (em, sessions) -> {
          boolean isThere = ActiveUsers.locked(em, userId).isPresent();
          if (isThere) {
            sessions.endOthers(userId, exceptSession);
            new AuditLog(em)
                .record(
                    new Actor.User(userId),
                    AuditEvent.SESSIONS_ENDED,
                    AuditSubject.session(userId, exceptSession),
                    "others");
          }
          return isThere;
        });
  }
}
