package io.steward.login;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Grants;
import io.steward.session.Rotation;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.session.Tokens;
import io.steward.throttle.Throttle;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Optional;

/**
 * Exchanges a refresh token for new tokens (RFC 6749, 6). A token works once. During a short grace
 * period the latest used token returns the same successor again, since a response may be lost and a
 * browser has several tabs. An older token is a copy and ends the session (RFC 9700, 4.14.2).
 */
public final class Refresh {
  private static final Log LOG = Log.of("io.steward.login");

  private final SessionTransactions transactions;
  private final Throttle throttle;
  private final RefreshTokens refreshTokens;
  private final Grants grants;

  public Refresh(
      SessionTransactions transactions,
      Throttle throttle,
      RefreshTokens refreshTokens,
      Grants grants) {
    this.transactions = transactions;
    this.throttle = throttle;
    this.refreshTokens = refreshTokens;
    this.grants = grants;
  }

  /** The tokens, or the reason of the refusal. */
  private sealed interface Outcome {
    record Granted(Tokens tokens) implements Outcome {}

    record Refused(ProblemException why) implements Outcome {}
  }

  /**
   * Refreshes.
   *
   * @throws ProblemException 401; 429
   */
  public Tokens refresh(String text) {
    RefreshToken presented =
        refreshTokens
            .read(text)
            .orElseThrow(() -> new ProblemException(ProblemType.INVALID_REFRESH_TOKEN));
    // The row of an expired session may be deleted already.
    if (refreshTokens.isExpired(presented)) {
      throw new ProblemException(ProblemType.REFRESH_EXPIRED);
    }
    // Thrown inside the transaction, the refusal would roll back the end of a replayed session.
    Outcome outcome =
        transactions.inTransaction(
            (em, sessions) -> {
              Optional<Duration> wait = throttle.refresh(em, presented.sessionId());
              return wait.isPresent()
                  ? new Outcome.Refused(ProblemException.throttled(wait.get()))
                  : rotate(em, sessions, presented);
            });
    if (outcome instanceof Outcome.Refused refused) {
      throw refused.why();
    }
    return ((Outcome.Granted) outcome).tokens();
  }

  private Outcome rotate(EntityManager em, Sessions sessions, RefreshToken presented) {
    Rotation rotation = sessions.rotate(presented, refreshTokens.keyId());
    if (rotation instanceof Rotation.Rotated rotated) {
      return new Outcome.Granted(grants.successor(presented, rotated));
    }
    if (rotation instanceof Rotation.Replayed replayed) {
      sessions.end(presented.sessionId());
      new AuditLog(em)
          .record(
              Actor.NOBODY,
              AuditEvent.REFRESH_REPLAYED,
              AuditSubject.session(replayed.userId(), presented.sessionId()));
      LOG.warning(
          "refresh token replayed: ending session "
              + presented.sessionId()
              + " of user "
              + replayed.userId());
    }
    return new Outcome.Refused(
        new ProblemException(
            rotation instanceof Rotation.Expired
                ? ProblemType.REFRESH_EXPIRED
                : ProblemType.INVALID_REFRESH_TOKEN));
  }
}
