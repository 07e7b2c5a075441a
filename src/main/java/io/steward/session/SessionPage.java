package io.steward.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of the list of a user's sessions.
 *
 * @param next where the next part starts; empty after the last part
 */
public record SessionPage(List<SessionView> sessions, Optional<SessionCursor> next) {
  /** A session as shown to its user; {@code current} marks the session of this request. */
  public record SessionView(
      String id,
      Instant created,
      Instant lastUsed,
      Instant expires,
      String ip,
      String userAgent,
      boolean current) {}

  /** Cuts off the session that only shows that there is a next page. */
  static SessionPage of(List<SessionView> oneMore, int limit) {
    if (oneMore.size() <= limit) {
      return new SessionPage(oneMore, Optional.empty());
    }
    List<SessionView> page = List.copyOf(oneMore.subList(0, limit));
    return new SessionPage(page, Optional.of(SessionCursor.of(page.get(limit - 1))));
  }
}
