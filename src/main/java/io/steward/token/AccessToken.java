package io.steward.token;

import java.security.Principal;
import java.time.Instant;

/**
 * A verified access token.
 *
 * @param sessionId {@code sid}, the session it belongs to
 * @param tokenVersion {@code token_version}, the version of the user's tokens when it was issued
 * @param tokenId {@code jti}
 * @param issuedAt {@code iat}, in seconds since 1970
 * @param notBefore {@code nbf}, in seconds since 1970
 * @param expiresAt {@code exp}, in seconds since 1970
 */
public record AccessToken(
    Subject subject,
    String sessionId,
    long tokenVersion,
    String tokenId,
    long issuedAt,
    long notBefore,
    long expiresAt)
    implements Principal {
  // Nodes read the database's time with a small error.
  private static final int TOLERANCE_SECONDS = 1;

  /**
   * Whether the token was issued before its user joined. After a backup is restored, a new user may
   * get the id of a user whose tokens still exist.
   *
   * @param joined when the user joined; ignored if it is in the future, as it may be in an imported
   *     row
   */
  public boolean isOlderThanUser(Instant joined, Instant now) {
    return !joined.isAfter(now) && issuedAt + TOLERANCE_SECONDS < joined.getEpochSecond();
  }

  /** The user's id as text: the claim {@code sub}. */
  @Override
  public String getName() {
    return Long.toString(subject.id());
  }
}
