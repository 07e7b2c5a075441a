package io.steward.filter;

import io.steward.filter.feed.TokenRevocation;
import io.steward.token.AccessToken;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose caller is the subject of its token, with the token's groups as roles. */
final class AuthenticatedRequest extends HttpServletRequestWrapper {
  private final String text;
  private final String scheme;
  private final Optional<TokenRevocation> revocation;
  private @Nullable AccessToken token;

  /**
   * Creates a request.
   *
   * @param text the token as it was received
   * @param revocation ends sessions; empty if Steward cannot be reached from here
   */
  AuthenticatedRequest(
      HttpServletRequest request,
      AccessToken token,
      String text,
      String scheme,
      Optional<TokenRevocation> revocation) {
    super(request);
    this.token = token;
    this.text = text;
    this.scheme = scheme;
    this.revocation = revocation;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return token;
  }

  @Override
  public @Nullable String getRemoteUser() {
    AccessToken current = token;
    return current == null ? null : current.getName();
  }

  @Override
  public boolean isUserInRole(@Nullable String role) {
    AccessToken current = token;
    // The servlet API allows null, but an immutable set throws an exception for null.
    return role != null && current != null && current.subject().groups().contains(role);
  }

  @Override
  public @Nullable String getAuthType() {
    return token == null ? null : scheme;
  }

  /** Ends the session at Steward. The caller of this request is then unknown. */
  @Override
  public void logout() throws ServletException {
    AccessToken current = token;
    if (current == null) {
      return;
    }
    TokenRevocation ending =
        revocation.orElseThrow(
            () ->
                new ServletException(
                    "The session has not ended: without revocations.url, the filter cannot ask"
                        + " Steward to end it"));
    try {
      ending.revoke(current, text);
    } catch (IOException e) {
      throw new ServletException(
          "Steward has not confirmed that the session has ended: " + e.getMessage(), e);
    }
    token = null;
  }
}
