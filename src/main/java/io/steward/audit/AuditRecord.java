package io.steward.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One record of the audit log.
 *
 * @param actorId the user who caused the event; empty if the {@link Actor} is not a user
 * @param userId the user that the event concerns
 * @param sessionId the session that the event concerns; may be empty
 * @param ip the sender's IP address; empty for a command
 * @param requestId the id of the request; empty for a command
 * @param detail further information; may be empty
 * @param operator system user and host of a command, such as {@code root@web1}; otherwise empty
 * @param changes the changed members; may be empty
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
    String detail,
    String operator,
    Changes changes) {

  /** The members that are not empty, in the order of the output. */
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
    members.put("operator", operator);
    members.values().removeIf(""::equals);
    if (!changes.isEmpty()) {
      members.put("changes", changes.members());
    }
    return members;
  }
}
