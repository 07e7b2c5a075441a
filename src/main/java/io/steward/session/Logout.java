package io.steward.session;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.token.AccessToken;
import io.steward.token.issue.RefreshToken;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends sessions on request (RFC 7009, 2); an unknown session counts as ended. */
public final class Logout {
  private final SessionTransactions transactions;

  public Logout(SessionTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Ends the session of a refresh token, or all sessions of its user. A token that can no longer be
   * refreshed ends at most its own session.
   */
  public void logout(RefreshToken token, boolean everywhere) {
    transactions.inTransaction(
        (em, sessions) -> {
          Supplier<Optional<Long>> user = () -> everywhere ? sessions.userOf(token) : none();
          return end(token.sessionId(), locked(user, em), sessions, em);
        });
  }

  /**
   * Ends the session of an access token, or all sessions of its user. If the token's session has
   * ended, no other session ends.
   *
   * @param everywhere only for a token that has not expired
   */
  public void logout(AccessToken token, boolean everywhere) {
    transactions.inTransaction(
        (em, sessions) -> {
          String id = token.sessionId();
          Supplier<Optional<Long>> user = () -> everywhere ? sessions.userOf(id) : none();
          return end(id, locked(user, em), sessions, em);
        });
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }

  /**
   * Locks the user's row and returns the user's id. A log-in locks this row too, so the session of
   * a concurrent log-in ends as well. The user is looked up again under the lock, because a
   * concurrent change of password may have ended the token's session.
   */
  private static Optional<Long> locked(Supplier<Optional<Long>> user, EntityManager em) {
    return user.get().flatMap(new Users(em)::byIdForUpdate).flatMap(u -> user.get());
  }

  private static boolean end(
      String sessionId, Optional<Long> user, Sessions sessions, EntityManager em) {
    Optional<Long> owner = user.or(() -> sessions.userOf(sessionId));
    user.ifPresent(sessions::endAll);
    if (sessions.end(sessionId) || user.isPresent()) {
      String detail = user.isPresent() ? "everywhere" : "";
      Actor actor = owner.<Actor>map(Actor.User::new).orElse(Actor.NOBODY);
      new AuditLog(em)
          .record(actor, AuditEvent.LOGGED_OUT, new AuditSubject(owner, sessionId), detail);
    }
    return true;
  }

  /** Ends the session of a browser. */
  public void logout(String sessionId) {
    transactions.inTransaction((em, sessions) -> end(sessionId, none(), sessions, em));
  }

  /** Ends one of a user's own sessions; false if the user has no such session. */
  public boolean end(String sessionId, long userId) {
    return transactions.inTransaction(
        (em, sessions) -> {
          boolean ended = sessions.end(sessionId, userId);
          if (ended) {
            AuditSubject subject = AuditSubject.session(userId, sessionId);
            new AuditLog(em).record(new Actor.User(userId), AuditEvent.SESSION_ENDED, subject);
          }
          return ended;
        });
  }

  /** Ends a session for a client that has presented one of its tokens. */
  public void logout(String sessionId, String clientId) {
    transactions.inTransaction(
        (em, sessions) -> {
          AuditSubject subject = new AuditSubject(sessions.userOf(sessionId), sessionId);
          if (sessions.end(sessionId)) {
            new AuditLog(em).record(new Actor.Client(clientId), AuditEvent.LOGGED_OUT, subject);
          }
          return true;
        });
  }
}
