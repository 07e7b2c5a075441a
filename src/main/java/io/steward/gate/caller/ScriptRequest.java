package io.steward.gate.caller;

import io.steward.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/**
 * A request of a script on Steward's own origin. Its caller is the same as with an access token of
 * the browser's session, but without roles.
 */
public final class ScriptRequest extends HttpServletRequestWrapper {
  /** The authentication type. It distinguishes these requests from requests with a token. */
  public static final String SCHEME = FORM_AUTH;

  private final AccessToken token;

  ScriptRequest(HttpServletRequest request, AccessToken token) {
    super(request);
    this.token = token;
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
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public String getAuthType() {
    return SCHEME;
  }
}
