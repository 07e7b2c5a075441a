package io.steward.login;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Logout;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.InvalidTokenException;
import io.steward.token.TokenFault;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoint of {@link Logout}; accepts a refresh token or an access token, even an expired one.
 */
@Path("user/revoke_token")
@Produces(MediaTypes.JSON)
public final class RevocationResource {
  private final Logout logout;
  private final RefreshTokens refreshTokens;
  private final AccessTokenVerifier accessTokens;
  private final BearerToken bearer;

  public RevocationResource(
      Logout logout,
      RefreshTokens refreshTokens,
      AccessTokenVerifier accessTokens,
      BearerToken bearer) {
    this.logout = logout;
    this.refreshTokens = refreshTokens;
    this.accessTokens = accessTokens;
    this.bearer = bearer;
  }

  /** RFC 7009, 2.2: unknown refresh tokens count as revoked. */
  @POST
  @Anyone
  public void revoke(@Context HttpServletRequest request, Input input) {
    Optional<String> text = input.read(TokenFields.REFRESH_TOKEN);
    boolean everywhere = input.flag("everywhere").orElse(false);
    input.refuseFaults();
    Optional<RefreshToken> refreshToken = text.flatMap(refreshTokens::read);
    if (refreshToken.isPresent()) {
      logout.logout(refreshToken.get(), everywhere);
    } else if (text.isEmpty() || request.getHeader("Authorization") != null) {
      endByAccessToken(bearer.of(request.getHeaders("Authorization")), everywhere);
    }
  }

  /**
   * A token may have been revoked before it expired, so an expired token ends at most its own
   * session.
   */
  private void endByAccessToken(String token, boolean everywhere) {
    TokenFault fault = fault(token).orElse(TokenFault.UNDECIDED);
    switch (fault) {
      case EXPIRED -> logout.logout(accessTokens.identify(token), false);
      // The database knows whether the session has ended.
      case UNDECIDED -> logout.logout(accessTokens.identify(token), everywhere);
      case REVOKED, NO_USER -> {}
      default -> throw new ProblemException(ProblemType.INVALID_TOKEN, fault.detail());
    }
  }

  private Optional<TokenFault> fault(String token) {
    try {
      accessTokens.verify(token);
      return Optional.empty();
    } catch (InvalidTokenException e) {
      return Optional.of(e.fault());
    }
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Revoke Token")
        .reading(
            "POST",
            TokenFields.REFRESH_TOKEN.view(false),
            FieldView.of("everywhere", "boolean", false))
        .members();
  }
}
