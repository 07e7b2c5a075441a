package io.steward.filter;

import io.steward.filter.feed.TokenRevocation;
import io.steward.problem.ProblemException;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.InvalidTokenException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Authenticates a request by the access token in its {@code Authorization} header. */
public final class BearerAuthentication {
  private final AccessTokenVerifier verifier;
  private final BearerToken bearer;
  private final String scheme;

  /**
   * Creates the authentication for one scheme.
   *
   * @param scheme the authentication scheme, {@code Bearer} by default
   */
  public BearerAuthentication(AccessTokenVerifier verifier, String scheme) {
    this.verifier = verifier;
    this.bearer = new BearerToken(scheme);
    this.scheme = scheme;
  }

  public String scheme() {
    return scheme;
  }

  /**
   * Wraps the request with its caller's identity.
   *
   * @throws ProblemException 401 without a valid token; 503 if the revocation status is unknown
   */
  public HttpServletRequest authenticate(HttpServletRequest request) {
    return authenticate(request, Optional.empty());
  }

  /** The same for a request that can end its session. */
  HttpServletRequest authenticate(
      HttpServletRequest request, Optional<TokenRevocation> revocation) {
    String token = bearer.of(request.getHeaders("Authorization"));
    return new AuthenticatedRequest(request, verified(token), token, scheme, revocation);
  }

  private AccessToken verified(String token) {
    try {
      return verifier.verify(token);
    } catch (InvalidTokenException e) {
      throw e.refusal();
    }
  }
}
