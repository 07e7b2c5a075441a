package io.steward.oauth;

import io.steward.access.ClientAuthenticated;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.session.Logout;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;

/** Ends the session of a token that a client holds (RFC 7009). */
@Path("oauth2/revoke")
@Produces(MediaTypes.JSON)
public final class TokenRevocationResource {
  private final Logout logout;
  private final RefreshTokens refreshTokens;
  private final List<AccessTokenVerifier> verifiers;

  /**
   * Creates the resource.
   *
   * @param verifiers the verifiers of access tokens and of the tokens in the cookies of portals
   */
  public TokenRevocationResource(
      Logout logout, RefreshTokens refreshTokens, List<AccessTokenVerifier> verifiers) {
    this.logout = logout;
    this.refreshTokens = refreshTokens;
    this.verifiers = List.copyOf(verifiers);
  }

  /** RFC 7009, 2.2: unknown tokens count as revoked. */
  @POST
  @ClientAuthenticated
  public Response revoke(@Context SecurityContext caller, Input input) {
    String token = TokenField.of(input);
    String clientId = caller.getUserPrincipal().getName();
    refreshTokens
        .read(token)
        .map(RefreshToken::sessionId)
        .or(() -> session(token))
        .ifPresent(session -> logout.logout(session, clientId));
    return Response.ok().build();
  }

  /** An expired token still identifies its session. */
  private Optional<String> session(String token) {
    return verifiers.stream().flatMap(verifier -> session(verifier, token).stream()).findFirst();
  }

  private static Optional<String> session(AccessTokenVerifier verifier, String token) {
    try {
      return Optional.of(verifier.identify(token)).map(AccessToken::sessionId);
    } catch (InvalidTokenException e) {
      return Optional.empty();
    }
  }
}
