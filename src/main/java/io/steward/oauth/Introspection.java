package io.steward.oauth;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.settings.jwt.JwtSettings;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.token.TokenFault;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reports a token's state and its user's current data (RFC 7662, 2.2). */
public final class Introspection {
  private static final Map<String, Object> INACTIVE = Map.of("active", false);

  private final JwtSettings settings;
  private final SessionTransactions transactions;
  private final AccessTokenVerifier accessTokens;
  private final RefreshTokens refreshTokens;
  private final Clock clock;

  public Introspection(
      JwtSettings settings,
      SessionTransactions transactions,
      AccessTokenVerifier accessTokens,
      RefreshTokens refreshTokens,
      Clock clock) {
    this.settings = settings;
    this.transactions = transactions;
    this.accessTokens = accessTokens;
    this.refreshTokens = refreshTokens;
    this.clock = clock;
  }

  /**
   * The members of the response; for an invalid token only {@code active: false}.
   *
   * @throws ProblemException 503 if the revocation status is unknown
   */
  Map<String, Object> introspect(String token) {
    return refreshTokens
        .read(token)
        .map(this::refreshToken)
        .orElseGet(() -> accessToken(token))
        .orElse(INACTIVE);
  }

  private Optional<Map<String, Object>> accessToken(String text) {
    return verified(text)
        .flatMap(
            token ->
                transactions.read(
                    (em, sessions) ->
                        activeUser(em, token.subject().id())
                            .filter(
                                user -> !token.isOlderThanUser(user.dateJoined(), clock.instant()))
                            .map(user -> members(token, user))));
  }

  private Optional<AccessToken> verified(String text) {
    try {
      return Optional.of(accessTokens.verify(text));
    } catch (InvalidTokenException e) {
      if (e.fault() == TokenFault.UNDECIDED) {
        throw new ProblemException(ProblemType.UNDECIDED);
      }
      return Optional.empty();
    }
  }

  private static Optional<User> activeUser(EntityManager em, long id) {
    return new Users(em).byId(id).filter(User::isActive);
  }

  private Map<String, Object> members(AccessToken token, User user) {
    Map<String, Object> members = members(user, "Bearer", token.issuedAt(), token.expiresAt());
    members.put("nbf", token.notBefore());
    members.put("jti", token.tokenId());
    return members;
  }

  /** Reads the database, because the database also decides whether a refresh is accepted. */
  private Optional<Map<String, Object>> refreshToken(RefreshToken token) {
    return transactions.read(
        (em, sessions) ->
            sessions
                .standing(token)
                .flatMap(
                    standing ->
                        activeUser(em, standing.userId()).map(user -> members(standing, user))));
  }

  // Not Bearer, so that a resource server does not mistake a refresh token for an access token.
  private Map<String, Object> members(Sessions.Standing standing, User user) {
    return members(user, "refresh_token", standing.issuedAt(), standing.expiresAt());
  }

  private Map<String, Object> members(User user, String type, long issuedAt, long expiresAt) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("active", true);
    members.put("token_type", type);
    members.put("sub", Long.toString(user.id()));
    members.put("username", user.email());
    members.put("email", user.email());
    members.put("email_verified", user.isEmailVerified());
    members.put("groups", user.groups());
    members.put("iss", settings.issuer());
    members.put("aud", settings.audience());
    members.put("iat", issuedAt);
    members.put("exp", expiresAt);
    return members;
  }
}
