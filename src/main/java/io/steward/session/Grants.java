package io.steward.session;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.clock.ReferenceClock;
import io.steward.settings.SessionSettings;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.issue.AccessTokenIssuer.Issued;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;

/** Starts sessions and issues their tokens. */
public final class Grants {
  private final SessionSettings settings;
  private final AccessTokenIssuer accessTokens;
  private final RefreshTokens refreshTokens;
  private final ReferenceClock clock;

  public Grants(
      SessionSettings settings,
      AccessTokenIssuer accessTokens,
      RefreshTokens refreshTokens,
      ReferenceClock clock) {
    this.settings = settings;
    this.accessTokens = accessTokens;
    this.refreshTokens = refreshTokens;
    this.clock = clock;
  }

  /** A new session and its first tokens. */
  public record Started(String sessionId, Tokens tokens) {}

  /**
   * Refuses while this node may not issue tokens; call it before work that counts attempts.
   *
   * @throws io.steward.problem.ProblemException 503
   */
  public void demandClock() {
    clock.demandRight();
  }

  /** The present time. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Starts a session; call it in the transaction that has locked and checked the user. If the user
   * has too many sessions, the session idle longest ends.
   */
  public Started start(EntityManager em, Sessions sessions, User user) {
    String sessionId = RefreshTokens.newSessionId();
    String keyId = refreshTokens.keyId();
    Sessions.Added added = sessions.add(sessionId, user.id(), keyId);
    Tokens tokens =
        tokens(
            new RefreshToken(sessionId, 0, added.expiresAt()),
            new RotationOutcome.Rotated(
                user.subject(),
                added.tokenVersion(),
                keyId,
                shorter(settings.lifetime(), settings.idleLifetime())));
    for (String ended : sessions.endSurplus(user.id(), sessionId)) {
      AuditSubject subject = AuditSubject.session(user.id(), ended);
      new AuditLog(em)
          .record(new Actor.User(user.id()), AuditEvent.SESSION_ENDED, subject, "too many");
    }
    return new Started(sessionId, tokens);
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Issues the new tokens that replace a used refresh token. */
  public Tokens successor(RefreshToken presented, RotationOutcome.Rotated rotated) {
    return tokens(presented.successor(), rotated);
  }

  private Tokens tokens(RefreshToken refreshToken, RotationOutcome.Rotated rotated) {
    Issued access =
        accessTokens.issue(
            rotated.subject(),
            refreshToken.sessionId(),
            rotated.tokenVersion(),
            rotated.remaining());
    return new Tokens(
        rotated.subject().name(),
        access.text(),
        "Bearer",
        access.expiresIn(),
        refreshTokens.text(refreshToken, rotated.keyId()),
        rotated.remaining().toSeconds());
  }
}
