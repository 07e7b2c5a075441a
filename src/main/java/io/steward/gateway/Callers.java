package io.steward.gateway;

import io.steward.gateway.portal.Visitors;
import io.steward.origin.web.Navigation;
import io.steward.problem.ProblemException;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.InvalidTokenException;
import java.util.Enumeration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Identifies the callers of requests by their access tokens, and people by the cookies of portals.
 * The cookie counts only in a request without an {@code Authorization} header.
 *
 * @param visitors empty if there are no portals
 */
public record Callers(
    BearerToken bearer, AccessTokenVerifier verifier, Optional<Visitors> visitors) {
  /**
   * The token of a request.
   *
   * @param headers returns all values of a header
   * @throws ProblemException 401; with a location if a browser is to be led to the sign-in page
   */
  AccessToken authenticated(
      OriginalRequest request, Function<String, Enumeration<String>> headers) {
    Enumeration<String> authorization = headers.apply("Authorization");
    if (visitors.isEmpty() || authorization.hasMoreElements()) {
      return authenticated(authorization);
    }
    Visitors people = visitors.get();
    Optional<AccessToken> token = visitor(people, request, headers);
    if (token.isPresent()
        && !(people.isOld(token.get()) && Navigation.fillsTab(request.method(), headers))) {
      return token.get();
    }
    if (Navigation.is(request.method(), headers)) {
      request
          .address()
          .flatMap(people::signIn)
          .ifPresent(
              location -> {
                throw ProblemException.redirected(location);
              });
    }
    return token.orElseThrow(() -> people.refusal(request.host().orElse("")));
  }

  /** The token of a request to a public path; empty if none is valid. */
  Optional<AccessToken> identified(
      OriginalRequest request, Function<String, Enumeration<String>> headers) {
    try {
      Enumeration<String> authorization = headers.apply("Authorization");
      return authorization.hasMoreElements()
          ? Optional.of(authenticated(authorization))
          : visitors.flatMap(people -> visitor(people, request, headers));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static Optional<AccessToken> visitor(
      Visitors people, OriginalRequest request, Function<String, Enumeration<String>> headers) {
    try {
      return request.host().flatMap(host -> people.token(host, headers.apply("Cookie")));
    } catch (InvalidTokenException e) {
      throw e.refusal();
    }
  }

  private AccessToken authenticated(Enumeration<String> authorization) {
    String token = bearer.of(authorization);
    try {
      return verifier.verify(token);
    } catch (InvalidTokenException e) {
      throw e.refusal();
    }
  }
}
