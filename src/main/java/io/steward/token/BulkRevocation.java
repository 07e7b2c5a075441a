package io.steward.token;

/**
 * The end of many sessions at once.
 *
 * @param userId the user whose sessions ended; {@link #EVERYBODY} for the sessions of all users
 * @param tokenVersion tokens of the user with a lower version are refused
 * @param exceptSession the user's one session that continues; may be empty
 * @param issuedBefore for {@link #EVERYBODY}: tokens issued earlier are refused; in seconds since
 *     1970
 * @param expiresAt when the last access token that this refuses expires, in seconds since 1970
 * @param userDeleted whether the user was deleted
 */
public record BulkRevocation(
    long userId,
    long tokenVersion,
    String exceptSession,
    long issuedBefore,
    long expiresAt,
    boolean userDeleted) {
  /** Not the id of any user. */
  public static final long EVERYBODY = 0;

  /** One end that stands for two of the same user; the later end has the higher version. */
  BulkRevocation and(BulkRevocation other) {
    BulkRevocation later = other.tokenVersion >= tokenVersion ? other : this;
    return new BulkRevocation(
        userId,
        later.tokenVersion,
        later.exceptSession,
        Math.max(issuedBefore, other.issuedBefore),
        Math.max(expiresAt, other.expiresAt),
        later.userDeleted);
  }

  /** Whether this ended the session of the token, which is one of the user's. */
  boolean covers(AccessToken token) {
    return userId == EVERYBODY
        ? token.issuedAt() < issuedBefore
        : token.tokenVersion() < tokenVersion && !token.sessionId().equals(exceptSession);
  }
}
