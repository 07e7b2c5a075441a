package io.steward.gate.caller;

import io.steward.session.browser.BrowserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request of a browser that is signed in. It has no roles. */
public final class BrowserRequest extends HttpServletRequestWrapper {
  private final BrowserSession session;

  public BrowserRequest(HttpServletRequest request, BrowserSession session) {
    super(request);
    this.session = session;
  }

  @Override
  public Principal getUserPrincipal() {
    return session;
  }

  @Override
  public String getRemoteUser() {
    return session.getName();
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public String getAuthType() {
    return FORM_AUTH;
  }
}
