package io.steward.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A part of the list of a user's sessions.
 *
 * @param next where the next part starts; empty after the last part
 * @param previous where the previous part ends; empty before the first part
 */
public record SessionPage(
    List<SessionView> sessions, Optional<SessionCursor> next, Optional<SessionCursor> previous) {
  /** A session as shown to its user; {@code current} marks the session of this request. */
  public record SessionView(
      String id,
      Instant created,
      Instant lastUsed,
      Instant expires,
      String ip,
      String userAgent,
      boolean current) {}

  /**
   * Cuts off the extra session, which was read only to see whether another page follows.
   *
   * @param oneMore the sessions in the order in which they were read, at most one more than the
   *     limit
   * @param from where the reading started
   */
  static SessionPage of(List<SessionView> oneMore, int limit, Optional<SessionCursor> from) {
    boolean hasMore = oneMore.size() > limit;
    List<SessionView> page = new ArrayList<>(oneMore.subList(0, hasMore ? limit : oneMore.size()));
    boolean isBackward = from.filter(SessionCursor::isBackward).isPresent();
    if (isBackward) {
      Collections.reverse(page);
    }
    boolean hasNext = !page.isEmpty() && (isBackward || hasMore);
    boolean hasPrevious = !page.isEmpty() && (isBackward ? hasMore : from.isPresent());
    return new SessionPage(
        page,
        hasNext ? Optional.of(SessionCursor.after(page.get(page.size() - 1))) : Optional.empty(),
        hasPrevious ? Optional.of(SessionCursor.before(page.get(0))) : Optional.empty());
  }
}
