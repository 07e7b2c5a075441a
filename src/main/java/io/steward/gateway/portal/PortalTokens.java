package io.steward.gateway.portal;

import io.steward.settings.jwt.JwtSettings;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.Revocations;
import io.steward.token.Subject;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.key.KeyRing;
import io.steward.token.key.TokenProfile;
import io.steward.token.portal.Portal;
import io.steward.token.portal.PortalToken;
import io.steward.token.portal.PortalVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Issues and verifies the tokens in the cookies of portals. */
public final class PortalTokens {
  private final Map<Portal, AccessTokenIssuer> issuers = new HashMap<>();
  private final List<AccessTokenVerifier> all = new ArrayList<>();
  private final Map<Portal, PortalVerifier> verifiers = new HashMap<>();

  /** Creates an instance for these portals. */
  public PortalTokens(
      Portals portals, JwtSettings jwt, KeyRing keys, Revocations revocations, Clock clock) {
    for (Portal portal : portals.all()) {
      TokenProfile profile = TokenProfile.portal(jwt, portal.audience(), portals.lifetime());
      issuers.put(portal, new AccessTokenIssuer(profile, keys, clock));
      AccessTokenVerifier verifier = new AccessTokenVerifier(profile, keys, revocations, clock);
      verifiers.put(portal, new PortalVerifier(verifier));
      all.add(verifier);
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

  /** The verifier of each portal's tokens. */
  public List<AccessTokenVerifier> verifiers() {
    return List.copyOf(all);
  }

  /**
   * The token among the values of a portal's cookie, see {@link PortalVerifier#verified}.
   *
   * @throws io.steward.token.InvalidTokenException if revocations are unavailable
   */
  public Optional<AccessToken> verified(Portal portal, List<String> values) {
    return Objects.requireNonNull(verifiers.get(portal)).verified(values).map(PortalToken::claims);
  }

  /**
   * The content of a token that may have expired; see {@link PortalVerifier#identified}.
   *
   * @throws io.steward.token.InvalidTokenException if Steward did not issue it for this portal
   */
  public AccessToken identified(Portal portal, String value) {
    return Objects.requireNonNull(verifiers.get(portal)).identified(value);
  }
}
