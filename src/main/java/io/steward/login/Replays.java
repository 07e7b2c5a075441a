package io.steward.login;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.notice.Notices;
import io.steward.log.Log;
import io.steward.mail.MailKind;
import io.steward.session.SessionTransactions;
import io.steward.user.User;
import io.steward.user.Users;
import java.util.Locale;
import java.util.Optional;

/** Ends the sessions of refresh tokens that were used twice, and notifies their owners. */
public final class Replays {
  private static final Log LOG = Log.of("io.steward.login");

  private final SessionTransactions transactions;
  private final Notices notices;

  public Replays(SessionTransactions transactions, Notices notices) {
    this.transactions = transactions;
    this.notices = notices;
  }

  /**
   * Ends the session of a replayed token. If the token is replayed several times at once, the audit
   * log records only one replay.
   */
  void end(String sessionId, long userId) {
    LOG.warning(
        String.format(
            Locale.ROOT,
            "refresh token replayed: ending session %s of user %d",
            sessionId,
            userId));
    transactions.inTransaction(
        (em, sessions) -> {
          Optional<User> owner = new Users(em).byIdForUpdate(userId);
          boolean first = sessions.end(sessionId);
          if (first) {
            new AuditLog(em)
                .record(
                    Actor.NOBODY,
                    AuditEvent.REFRESH_REPLAYED,
                    AuditSubject.session(userId, sessionId));
            owner.ifPresent(user -> notices.tell(em, MailKind.SESSIONS_REVOKED, user));
          }
          return first;
        });
  }
}
