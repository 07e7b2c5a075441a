package io.steward.filter;

import io.steward.api.BearerToken;
import io.steward.problem.ProblemException;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import jakarta.servlet.http.HttpServletRequest;

/** Finds out whose a request is, by the access token in its header. */
public final class BearerAuthentication {
  private final AccessTokenVerifier verifier;
  private final BearerToken bearer;
  private final String scheme;

  /**
   * By tokens that come under that scheme.
   *
   * @param scheme {@code Bearer}, unless set otherwise
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
   * The request as its caller's.
   *
   * @throws ProblemException 401 without a good token; 503 when it cannot be told whether it is
   */
  public HttpServletRequest authenticate(HttpServletRequest request) {
    String token = bearer.of(request.getHeaders("Authorization"));
    return new AuthenticatedRequest(request, verified(token), scheme);
  }

  private AccessToken verified(String token) {
    try {
      return verifier.verify(token);
    } catch (InvalidTokenException e) {
      throw e.refusal();
    }
  }
}
