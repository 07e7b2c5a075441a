package io.steward.audit;

import java.util.Optional;

/**
 * The user and session that an event concerns.
 *
 * @param sessionId the id of the session; may be empty
 */
public record AuditSubject(Optional<Long> userId, String sessionId) {
  /** The subject of an event that concerns no account, or an unknown account. */
  public static final AuditSubject UNKNOWN = new AuditSubject(Optional.empty(), "");

  public static AuditSubject user(long userId) {
    return session(userId, "");
  }

  public static AuditSubject session(long userId, String sessionId) {
    return new AuditSubject(Optional.of(userId), sessionId);
  }
}
