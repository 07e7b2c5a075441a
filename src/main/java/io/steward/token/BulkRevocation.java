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
 * @param exceptFrom the lowest accepted version of the session that continues: an earlier end may
 *     have covered that session
 */
public record BulkRevocation(
    long userId,
    long tokenVersion,
    String exceptSession,
    long issuedBefore,
    long expiresAt,
    boolean userDeleted,
    long exceptFrom) {
  /** Stands for all users; no user has this id. */
  public static final long EVERYBODY = 0;

  /** A single end, not merged with others. */
  public BulkRevocation(
      long userId,
      long tokenVersion,
      String exceptSession,
      long issuedBefore,
      long expiresAt,
      boolean userDeleted) {
    this(userId, tokenVersion, exceptSession, issuedBefore, expiresAt, userDeleted, 0);
  }

  /** Merges two bulk revocations of the same user. The later one has the higher version. */
  BulkRevocation and(BulkRevocation other) {
    boolean isOtherLater = other.tokenVersion >= tokenVersion;
    BulkRevocation later = isOtherLater ? other : this;
    BulkRevocation earlier = isOtherLater ? this : other;
    return new BulkRevocation(
        userId,
        later.tokenVersion,
        later.exceptSession,
        Math.max(issuedBefore, other.issuedBefore),
        Math.max(expiresAt, other.expiresAt),
        later.userDeleted,
        later.exceptFromAfter(earlier));
  }

  private long exceptFromAfter(BulkRevocation earlier) {
    if (exceptSession.isEmpty()) {
      return 0;
    }
    boolean isSame = exceptSession.equals(earlier.exceptSession);
    return Math.max(exceptFrom, isSame ? earlier.exceptFrom : earlier.tokenVersion);
  }

  /**
   * The session that continues, for readers without {@link #exceptFrom}. Empty if some of the
   * session's tokens are refused; its next refresh then brings a token that is accepted.
   */
  public String wholeExceptSession() {
    return exceptFrom == 0 ? exceptSession : "";
  }

  /** Whether this end covers the token. The token must belong to the user of this end. */
  boolean covers(AccessToken token) {
    return userId == EVERYBODY
        ? token.issuedAt() < issuedBefore
        : token.tokenVersion() < tokenVersion && !isLeftOut(token);
  }

  private boolean isLeftOut(AccessToken token) {
    return token.sessionId().equals(exceptSession) && token.tokenVersion() >= exceptFrom;
  }
}
