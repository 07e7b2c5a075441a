package io.steward.session.browser;

import io.steward.user.User;
import java.security.Principal;

/**
 * The session of a browser and its active user.
 *
 * @param user as read at the beginning of the request
 */
public record BrowserSession(String id, User user) implements Principal {
  /** The user's id as text. */
  @Override
  public String getName() {
    return Long.toString(user.id());
  }
}
