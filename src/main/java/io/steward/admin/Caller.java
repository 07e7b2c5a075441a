package io.steward.admin;

import io.steward.audit.Actor;
import io.steward.token.AccessToken;
import java.security.Principal;

/** The sender of an administrative request. */
public sealed interface Caller {
  /** The actor for the audit log. */
  Actor actor();

  /** The sender of a request with a valid access token. */
  static Caller of(Principal principal) {
    return new Bearer((AccessToken) principal);
  }

  /** An administrator with an access token. */
  record Bearer(AccessToken token) implements Caller {
    @Override
    public Actor actor() {
      return new Actor.User(token.subject().id());
    }
  }

  /** A person who runs a command on the server, and so has every permission. */
  record Operator(Actor.Command actor) implements Caller {}
}
