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
 * @param exceptFrom tokens of the session that continues are refused too if their version is lower,
 *     because an earlier end did not leave out that session
 */
public record BulkRevocation(
    long userId,
    long tokenVersion,
    String exceptSession,
    long issuedBefore,
    long expiresAt,
    boolean userDeleted,
    long exceptFrom) {
  /** Not the id of any user. */
  public static final long EVERYBODY = 0;

  /** An end that stands for itself alone. */
  public BulkRevocation(
      long userId,
      long tokenVersion,
      String exceptSession,
      long issuedBefore,
      long expiresAt,
      boolean userDeleted) {
    this(userId, tokenVersion, exceptSession, issuedBefore, expiresAt, userDeleted, 0);
  }

  /** One end that stands for two of the same user; the later end has the higher version. */
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
   * The session that continues, for readers that know no {@link #exceptFrom}: empty if some of its
   * tokens are refused. Its next refresh brings a token that is accepted.
   */
  public String wholeExceptSession() {
    return exceptFrom == 0 ? exceptSession : "";
  }

  /** Whether this ended the session of the token, which is one of the user's. */
  boolean covers(AccessToken token) {
    return userId == EVERYBODY
        ? token.issuedAt() < issuedBefore
        : token.tokenVersion() < tokenVersion && !isLeftOut(token);
  }

  private boolean isLeftOut(AccessToken token) {
    return token.sessionId().equals(exceptSession) && token.tokenVersion() >= exceptFrom;
  }
}
