package io.steward.session.browser;

import io.steward.token.AccessToken;
import io.steward.user.User;
import java.security.Principal;
import java.time.Instant;

/**
 * The session of a browser and its active user.
 *
 * @param tokenVersion the version of the user's tokens in this session
 * @param user as read at the beginning of the request
 */
public record BrowserSession(String id, long tokenVersion, User user) implements Principal {
  private static final String TOKEN_ID = "cookie";

  /** The content of an access token that would be issued for this session now; for one request. */
  public AccessToken token(Instant now) {
    long seconds = now.getEpochSecond();
    return new AccessToken(user.subject(), id, tokenVersion, TOKEN_ID, seconds, seconds, seconds);
  }

  /** The user's id as text. */
  @Override
  public String getName() {
    return Long.toString(user.id());
  }
}
