package io.steward.token.issue;

/**
 * The content of a refresh token (RFC 6749, 1.5), which is opaque to clients.
 *
 * @param sessionId the family it belongs to (RFC 9700, 4.14.2)
 * @param generation the number of predecessors in the family
 * @param expiresAt the latest end of the family, in seconds since 1970
 */
public record RefreshToken(String sessionId, int generation, long expiresAt) {

  /** The token that replaces it. */
  public RefreshToken successor() {
    return new RefreshToken(sessionId, generation + 1, expiresAt);
  }
}
