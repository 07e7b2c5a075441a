package io.steward.token.issue;

/**
 * The content of a refresh token (RFC 6749, 1.5), which is opaque to clients.
 *
 * @param sessionId the session, which is the token family of RFC 9700, 4.14.2
 * @param generation the number of earlier refresh tokens in the session
 * @param expiresAt the latest end of the session, in seconds since 1970
 */
public record RefreshToken(String sessionId, int generation, long expiresAt) {

  /** The token that replaces this one. */
  public RefreshToken successor() {
    return new RefreshToken(sessionId, generation + 1, expiresAt);
  }
}
