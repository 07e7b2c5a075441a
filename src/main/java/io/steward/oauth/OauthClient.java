package io.steward.oauth;

import java.security.Principal;

/** A program that has proved to be a configured client. */
public record OauthClient(String id) implements Principal {
  @Override
  public String getName() {
    return id;
  }
}
