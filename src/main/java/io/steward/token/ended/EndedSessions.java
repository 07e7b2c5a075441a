package io.steward.token.ended;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

  /** Adds a session without creating its id as text, which would be garbage a million times. */
  public void add(byte[] utf8, int start, int length, long expiresAt, boolean userDeleted) {
    SessionId id = SessionId.of(utf8, start, length);
    if (id == null) {
      String text = new String(utf8, start, length, StandardCharsets.UTF_8);
      unusual.put(text, new EndedSession(text, expiresAt, userDeleted));
    } else {
      segment(id).put(id, expiresAt, userDeleted);
    }
  }

  /** Makes room for this many sessions at once, including those already known. */
  public void expect(int sessions) {
    for (EndedSegment segment : segments) {
      segment.expect(sessions / SEGMENTS);
    }
  }

  /** Takes over the sessions of another instance, which is not used afterwards. */
  public void absorb(EndedSessions other) {
    unusual.putAll(other.unusual);
    for (int i = 0; i < SEGMENTS; i++) {
      segments[i].absorb(other.segments[i]);
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

  /** Visits the sessions in an order that depends only on their ids. */
  public void forEach(Consumer<EndedSession> consumer) {
    sorted(unusual.values()::forEach).forEach(consumer);
    for (EndedSegment segment : segments) {
      sorted(segment::forEach).forEach(consumer);
    }
  }

  private static List<EndedSession> sorted(Consumer<Consumer<EndedSession>> visit) {
    List<EndedSession> sessions = new ArrayList<>();
    visit.accept(sessions::add);
    sessions.sort(Comparator.comparing(EndedSession::id));
    return sessions;
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
