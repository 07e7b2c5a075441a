package io.steward.gate.caller;

import io.steward.oauth.client.OauthClient;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request whose caller is an OAuth client, which has no roles. */
public final class ClientRequest extends HttpServletRequestWrapper {
  private final OauthClient client;

  public ClientRequest(HttpServletRequest request, OauthClient client) {
    super(request);
    this.client = client;
  }

  @Override
  public Principal getUserPrincipal() {
    return client;
  }

  @Override
  public String getRemoteUser() {
    return client.id();
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public String getAuthType() {
    return BASIC_AUTH;
  }
}
