package io.steward.gateway.portal;

import io.steward.gateway.portal.Portals.Portal;
import io.steward.settings.jwt.JwtSettings;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.token.Revocations;
import io.steward.token.Subject;
import io.steward.token.TokenFault;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.key.KeyRing;
import io.steward.token.key.TokenProfile;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Issues and verifies the tokens in the cookies of portals. */
public final class PortalTokens {
  /** A host beside a portal can set cookies for the whole domain, as many as it likes. */
  private static final int MOST = 4;

  private final Map<Portal, AccessTokenIssuer> issuers = new HashMap<>();
  private final Map<Portal, AccessTokenVerifier> verifiers = new HashMap<>();

  /** Creates an instance for these portals. */
  public PortalTokens(
      Portals portals, JwtSettings jwt, KeyRing keys, Revocations revocations, Clock clock) {
    for (Portal portal : portals.all()) {
      TokenProfile profile = TokenProfile.portal(jwt, portal.audience(), portals.lifetime());
      issuers.put(portal, new AccessTokenIssuer(profile, keys, clock));
      verifiers.put(portal, new AccessTokenVerifier(profile, keys, revocations, clock));
    }
  }

  /**
   * Issues a token for a session.
   *
   * @param remaining the session's remaining lifetime; the token expires no later
   * @throws io.steward.problem.ProblemException 403 if the group names are too long for a cookie
   */
  public String issue(
      Portal portal, Subject subject, String sessionId, long tokenVersion, Duration remaining) {
    return Objects.requireNonNull(issuers.get(portal))
        .issue(subject, sessionId, tokenVersion, remaining)
        .text();
  }

  /**
   * The token among the values of a portal's cookie. Empty if none is valid, and if they belong to
   * different sessions: then one of them was set by another host of the domain.
   *
   * @throws InvalidTokenException if revocations are unavailable
   */
  public Optional<AccessToken> verified(Portal portal, List<String> values) {
    if (values.size() > MOST) {
      // Another host of the domain could hide the person's own cookie behind many others.
      return Optional.empty();
    }
    AccessTokenVerifier verifier = Objects.requireNonNull(verifiers.get(portal));
    @Nullable AccessToken newest = null;
    for (String value : values) {
      @Nullable AccessToken token = verified(verifier, value);
      if (token == null) {
        continue;
      }
      if (newest != null && !newest.sessionId().equals(token.sessionId())) {
        return Optional.empty();
      }
      newest = newest == null || token.issuedAt() > newest.issuedAt() ? token : newest;
    }
    return Optional.ofNullable(newest);
  }

  private static @Nullable AccessToken verified(AccessTokenVerifier verifier, String value) {
    try {
      return verifier.verify(value);
    } catch (InvalidTokenException e) {
      if (e.fault() == TokenFault.UNDECIDED) {
        throw e;
      }
      return null;
    }
  }
}
