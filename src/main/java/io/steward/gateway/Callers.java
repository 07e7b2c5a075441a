package io.steward.gateway;

import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.InvalidTokenException;
import java.util.Enumeration;

/** Identifies the callers of requests by their access tokens. */
public record Callers(BearerToken bearer, AccessTokenVerifier verifier) {
  /**
   * The token of a request.
   *
   * @param authorization the values of all {@code Authorization} headers
   */
  AccessToken authenticated(Enumeration<String> authorization) {
    String token = bearer.of(authorization);
    try {
      return verifier.verify(token);
    } catch (InvalidTokenException e) {
      throw e.refusal();
    }
  }
}
