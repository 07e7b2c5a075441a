package io.steward.token.ended;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ended sessions in compact form: a million of them take less than 50 MB. Threads that look up a
 * session take no lock.
 */
public final class EndedSessions {
  private static final int SEGMENTS = 256;

  private final EndedSegment[] segments =
      Stream.generate(EndedSegment::new).limit(SEGMENTS).toArray(EndedSegment[]::new);
  // Steward never creates such ids, but a row written by another program may contain one.
  private final Map<String, EndedSession> unusual = new ConcurrentHashMap<>();

  public void add(EndedSession session) {
    SessionId id = SessionId.of(session.id());
    if (id == null) {
      unusual.put(session.id(), session);
    } else {
      segment(id).put(id, session.expiresAt(), session.userDeleted());
    }
  }

  /** Null if the session has not ended. */
  public @Nullable EndedSession find(String sessionId) {
    SessionId id = SessionId.of(sessionId);
    return id == null ? unusual.get(sessionId) : segment(id).find(id);
  }

  private EndedSegment segment(SessionId id) {
    return segments[(int) id.hash() & (SEGMENTS - 1)];
  }

  /** Removes the sessions whose tokens expired before or at that time; returns whether any did. */
  public boolean forget(long now) {
    boolean any = unusual.values().removeIf(r -> r.expiresAt() <= now);
    for (EndedSegment segment : segments) {
      any |= segment.forget(now);
    }
    return any;
  }

  public void forEach(Consumer<EndedSession> consumer) {
    unusual.values().forEach(consumer);
    for (EndedSegment segment : segments) {
      segment.forEach(consumer);
    }
  }

  public int size() {
    int size = unusual.size();
    for (EndedSegment segment : segments) {
      size += segment.size();
    }
    return size;
  }

  /** The memory that the entries take. */
  long bytes() {
    return Stream.of(segments).mapToLong(EndedSegment::bytes).sum();
  }
}
