package io.steward.token.portal;

import io.steward.token.AccessToken;
import java.time.Duration;
import java.time.Instant;

/**
 * A verified token from the cookie of a portal; it has the claims of an access token.
 *
 * @param text the value of the cookie
 */
public record PortalToken(AccessToken claims, String text) {
  /** An older cookie is renewed when the browser opens a page. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** Whether a token with these claims is to be renewed at the next opportunity. */
  public static boolean isOld(AccessToken claims, Instant now) {
    return claims.issuedAt() + FRESH.toSeconds() <= now.getEpochSecond();
  }
}
