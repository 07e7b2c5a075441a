package io.steward.session;

import io.steward.token.Subject;
import java.time.Duration;

/** The decision on a presented refresh token. */
public sealed interface RotationOutcome {
  /**
   * Accepted: the token was the session's newest, or, within the grace period, the one before the
   * newest. The token's successor is now the newest.
   *
   * @param tokenVersion the version of the user's tokens
   * @param keyId the id of the key for the successor
   * @param remaining the time until the session ends unless it is refreshed again
   */
  record Rotated(Subject subject, long tokenVersion, String keyId, Duration remaining)
      implements RotationOutcome {}

  /** The token or its session has expired. */
  record Expired() implements RotationOutcome {}

  /** The session has ended, or its user is inactive. */
  record Ended() implements RotationOutcome {}

  /** The session was refreshed too often; the token was not checked. */
  record Throttled() implements RotationOutcome {}

  /** The token was used before, so this token or its successor was stolen. */
  record Replayed(long userId) implements RotationOutcome {}
}
