package io.steward.gateway.explain;

import io.steward.gateway.Explanation;
import io.steward.gateway.portal.PortalParts;
import io.steward.token.Subject;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.portal.Portal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a person's requests right after sign-in. The tokens are real, but belong to a
 * session that does not exist.
 *
 * @param portals empty if there are no portals
 * @param scheme the authentication scheme of tokens, {@code Bearer} by default
 */
public record FreshSignIn(Optional<PortalParts> portals, AccessTokenIssuer issuer, String scheme) {
  private static final String SESSION = "explained";
  private static final Duration LONG = Duration.ofHours(1);

  /** The portal that a URL leads to; empty if browsers cannot enter there. */
  public Optional<Portal> portal(String url) {
    return portals.flatMap(parts -> Explanation.host(url).flatMap(parts.portals()::of));
  }

  /**
   * The headers of a request: those of a browser if the URL is in a portal, otherwise those of a
   * program with a token.
   *
   * @throws io.steward.problem.ProblemException 403 if the group names are too long
   */
  public Map<String, String> headers(Subject subject, String url) {
    return portal(url)
        .map(portal -> browser(portal, subject))
        .orElseGet(
            () ->
                Map.of(
                    "Authorization",
                    scheme + " " + issuer.issue(subject, SESSION, 0, LONG).text()));
  }

  private Map<String, String> browser(Portal portal, Subject subject) {
    String token = portals.orElseThrow().tokens().issue(portal, subject, SESSION, 0, LONG);
    return Map.of("Cookie", portal.cookieName() + "=" + token, "Sec-Fetch-Mode", "navigate");
  }
}
