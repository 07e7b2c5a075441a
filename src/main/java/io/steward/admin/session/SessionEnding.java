package io.steward.admin.session;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.Target;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.problem.ProblemException;
import java.time.Instant;

/** Ends sessions of other users. */
public final class SessionEnding {
  static final String PERMISSION = "users.delete_session";

  private final AdminTransactions transactions;

  public SessionEnding(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Ends one session.
   *
   * @throws ProblemException 403; 404 if there is no such session
   */
  public void one(Caller caller, String sessionId) {
    transactions.in(caller, PERMISSION, work -> one(work, sessionId));
  }

  private static boolean one(Work work, String sessionId) {
    long userId =
        work.sessions()
            .userOf(sessionId)
            .orElseThrow(() -> ProblemException.notFound("session", sessionId));
    Target.locked(work, userId);
    if (!work.sessions().end(sessionId, userId)) {
      throw ProblemException.notFound("session", sessionId);
    }
    record(work, AuditEvent.SESSION_ENDED, AuditSubject.session(userId, sessionId), "");
    return true;
  }

  /**
   * Ends all sessions of a user.
   *
   * @throws ProblemException 403; 404 if there is no such user
   */
  public void allOf(Caller caller, long userId) {
    transactions.in(
        caller,
        PERMISSION,
        work -> {
          Target.locked(work, userId);
          work.sessions().endAll(userId);
          record(work, AuditEvent.SESSIONS_ENDED, AuditSubject.user(userId), "");
          return true;
        });
  }

  /** Ends the sessions of all users that began before a time. */
  public void everybody(Caller.Operator operator, Instant before) {
    transactions.in(
        operator,
        PERMISSION,
        work -> {
          work.sessions().endEverybody(before);
          record(work, AuditEvent.SESSIONS_ENDED, AuditSubject.UNKNOWN, "before " + before);
          return true;
        });
  }

  private static void record(Work work, AuditEvent event, AuditSubject subject, String detail) {
    new AuditLog(work.em()).record(work.actor(), event, subject, detail);
  }
}
