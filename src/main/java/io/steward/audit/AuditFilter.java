package io.steward.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Selects the audit records to read. An empty member selects every record.
 *
 * @param actorId the user who caused the event
 * @param userId the user that the event concerns
 * @param since the earliest time, inclusive
 * @param until the end of the time range, exclusive
 */
public record AuditFilter(
    Optional<AuditEvent> event,
    Optional<Long> actorId,
    Optional<Long> userId,
    Optional<String> sessionId,
    Optional<String> ip,
    Optional<Instant> since,
    Optional<Instant> until) {

  /** The same filter for records that concern another user. */
  public AuditFilter of(Optional<Long> other) {
    return new AuditFilter(event, actorId, other, sessionId, ip, since, until);
  }

  /** The same filter for events that another user caused. */
  public AuditFilter by(Optional<Long> other) {
    return new AuditFilter(event, other, userId, sessionId, ip, since, until);
  }

  /** The conditions in SQL, each with its value. */
  Map<String, Object> conditions() {
    Map<String, Object> conditions = new LinkedHashMap<>();
    event.ifPresent(value -> conditions.put("event = ?", value.text()));
    actorId.ifPresent(value -> conditions.put("actor_id = ?", value));
    userId.ifPresent(value -> conditions.put("user_id = ?", value));
    // The indexes leave out empty values.
    sessionId.ifPresent(value -> conditions.put("session_id <> '' and session_id = ?", value));
    ip.ifPresent(value -> conditions.put("ip <> '' and ip = ?", value));
    since.ifPresent(value -> conditions.put("time >= cast(? as timestamptz)", value.toString()));
    until.ifPresent(value -> conditions.put("time < cast(? as timestamptz)", value.toString()));
    return conditions;
  }
}
