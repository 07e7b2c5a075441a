package io.steward.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of event in the audit log. */
public enum AuditEvent {
  REGISTERED,
  LOGGED_IN,
  LOGIN_FAILED,
  THROTTLED,
  REFRESH_REPLAYED,
  LOGGED_OUT,
  SESSION_ENDED,
  SESSIONS_ENDED,
  PASSWORD_CHANGED,
  EMAIL_CHANGED,
  EMAIL_VERIFIED,
  USER_DELETED,
  USER_DEACTIVATED,
  USER_ACTIVATED,
  SUPERUSER_CREATED,
  USER_CREATED,
  USER_CHANGED,
  INVITED,
  INVITATION_RESENT,
  INVITATION_REVOKED,
  GROUP_CREATED,
  GROUP_CHANGED,
  GROUP_DELETED,
  PERMISSION_CREATED,
  PERMISSION_DELETED,
  KEY_ADDED,
  KEY_REMOVED,
  CLIENT_ADDED,
  CLIENT_REMOVED,
  REAUTHENTICATION_FAILED,
  CLIENT_REFUSED,
  ACCESS_DENIED;

  /** The event's name in the audit log, such as {@code login-failed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<AuditEvent> of(String text) {
    return Arrays.stream(values()).filter(event -> event.text().equals(text)).findFirst();
  }
}
