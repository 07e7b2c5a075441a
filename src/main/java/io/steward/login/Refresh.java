package io.steward.login;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Grants;
import io.steward.session.Rotation;
import io.steward.session.RotationOutcome;
import io.steward.session.Tokens;
import io.steward.throttle.Throttle;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;

/**
 * Exchanges a refresh token for new tokens (RFC 6749, 6). Each token works once, with one
 * exception: for a short grace period, the token used last returns the same successor again. The
 * grace period helps if the first response was lost or if two browser tabs refresh at once. An
 * older token must be a copy, so it ends the session (RFC 9700, 4.14.2).
 */
public final class Refresh {
  private final Rotation rotations;
  private final Replays replays;
  private final Throttle throttle;
  private final RefreshTokens refreshTokens;
  private final Grants grants;

  public Refresh(
      Rotation rotations,
      Replays replays,
      Throttle throttle,
      RefreshTokens refreshTokens,
      Grants grants) {
    this.rotations = rotations;
    this.replays = replays;
    this.throttle = throttle;
    this.refreshTokens = refreshTokens;
    this.grants = grants;
  }

  /**
   * Issues new tokens.
   *
   * @throws ProblemException 401; 429; 503 while this node issues no tokens
   */
  public Tokens refresh(String text) {
    grants.demandClock();
    RefreshToken presented = read(text);
    RotationOutcome rotation = rotations.rotate(presented, refreshTokens.keyId());
    if (rotation instanceof RotationOutcome.Rotated rotated) {
      return grants.successor(presented, rotated);
    }
    if (rotation instanceof RotationOutcome.Throttled) {
      throw throttle.refreshRefusal(presented.sessionId());
    }
    if (rotation instanceof RotationOutcome.Replayed replayed) {
      replays.end(presented.sessionId(), replayed.userId());
    }
    throw new ProblemException(
        rotation instanceof RotationOutcome.Expired
            ? ProblemType.REFRESH_EXPIRED
            : ProblemType.INVALID_REFRESH_TOKEN);
  }

  private RefreshToken read(String text) {
    RefreshToken presented =
        refreshTokens
            .read(text)
            .orElseThrow(() -> new ProblemException(ProblemType.INVALID_REFRESH_TOKEN));
    // Checked without the database, because the row of an expired session may already be deleted.
    if (refreshTokens.isExpired(presented)) {
      throw new ProblemException(ProblemType.REFRESH_EXPIRED);
    }
    return presented;
  }
}
