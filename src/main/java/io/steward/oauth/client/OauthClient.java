package io.steward.oauth.client;

import java.security.Principal;

/** An authenticated OAuth client. */
public record OauthClient(String id) implements Principal {
  @Override
  public String getName() {
    return id;
  }
}
