package io.steward.session;

import io.steward.token.Subject;
import java.time.Duration;

/** What becomes of a refresh token that was presented. */
public sealed interface Rotation {
  /**
   * It was the newest, or its direct predecessor within the grace: either way the newest is now of
   * the next generation.
   *
   * @param keyId of the key that the successor is made with
   * @param remaining until the session ends, unless it is refreshed before
   */
  record Rotated(Subject subject, String name, String keyId, Duration remaining)
      implements Rotation {}

  /** It, or its session, is past its life. */
  record Expired() implements Rotation {}

  /** There is no such session any more, or its user may not log in. */
  record Ended() implements Rotation {}

  /** The session was refreshed too often; nothing was decided. */
  record Throttled() implements Rotation {}

  /** It was used up long ago: it is a copy, or its successor is. */
  record Replayed(long userId) implements Rotation {}
}
