package io.steward.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the audit.
 *
 * @param actorId the user who caused it; empty for every other {@link Actor}
 * @param userId the user whom it concerns
 * @param sessionId or empty
 * @param ip or empty, for a command
 * @param requestId or empty, for a command
 * @param detail a word more, or empty
 */
public record AuditRecord(
    Instant time,
    String event,
    Optional<Long> actorId,
    Optional<Long> userId,
    String sessionId,
    String ip,
    String userAgent,
    String requestId,
    String detail) {

  /** The members that say something, in the order in which they are written. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("time", time);
    members.put("event", event);
    actorId.ifPresent(id -> members.put("actor_id", id));
    userId.ifPresent(id -> members.put("user_id", id));
    members.put("session_id", sessionId);
    members.put("ip", ip);
    members.put("user_agent", userAgent);
    members.put("request_id", requestId);
    members.put("detail", detail);
    members.values().removeIf(""::equals);
    return members;
  }
}
