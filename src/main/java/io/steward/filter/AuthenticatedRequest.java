package io.steward.filter;

import io.steward.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A request whose caller is the subject of its access token, with the token's groups as roles. */
final class AuthenticatedRequest extends HttpServletRequestWrapper {
  private final AccessToken token;
  private final String scheme;

  AuthenticatedRequest(HttpServletRequest request, AccessToken token, String scheme) {
    super(request);
    this.token = token;
    this.scheme = scheme;
  }

  @Override
  public Principal getUserPrincipal() {
    return token;
  }

  @Override
  public String getRemoteUser() {
    return token.getName();
  }

  @Override
  public boolean isUserInRole(@Nullable String role) {
    // The servlet API allows null, but an immutable set throws an exception for null.
    return role != null && token.subject().groups().contains(role);
  }

  @Override
  public String getAuthType() {
    return scheme;
  }
}
