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
import java.util.Optional;

/** Ends the session of a token that a client holds (RFC 7009). */
@Path("oauth2/revoke")
@Produces(MediaTypes.JSON)
public final class TokenRevocationResource {
  private final Logout logout;
  private final RefreshTokens refreshTokens;
  private final AccessTokenVerifier accessTokens;

  public TokenRevocationResource(
      Logout logout, RefreshTokens refreshTokens, AccessTokenVerifier accessTokens) {
    this.logout = logout;
    this.refreshTokens = refreshTokens;
    this.accessTokens = accessTokens;
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
        .or(() -> accessToken(token))
        .ifPresent(session -> logout.logout(session, clientId));
    return Response.ok().build();
  }

  /** An expired token still identifies its session. */
  private Optional<String> accessToken(String text) {
    try {
      return Optional.of(accessTokens.identify(text)).map(AccessToken::sessionId);
    } catch (InvalidTokenException e) {
      return Optional.empty();
    }
  }
}
