package io.steward.token;

/**
 * What a refresh token (RFC 6749, 1.5) says to us; to its client it is opaque.
 *
 * @param sessionId the family it belongs to (RFC 9700, 4.14.2)
 * @param generation how many came before it in that family
 * @param expiresAt when the family ends at the latest, in seconds since 1970
 */
public record RefreshToken(String sessionId, int generation, long expiresAt) {

  /** The one that takes its place. */
  public RefreshToken successor() {
    return new RefreshToken(sessionId, generation + 1, expiresAt);
  }
}
