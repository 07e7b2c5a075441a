package io.steward.gateway.portal;

import io.steward.origin.web.Cookies;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.Revocations;
import io.steward.token.portal.Portal;
import io.steward.token.portal.PortalToken;
import java.time.Clock;
import java.util.Enumeration;
import java.util.Optional;

/** Identifies people by the cookies of their browsers, and leads them to the sign-in page. */
public final class Visitors {
  /** Steward's page for sign-in, and for the renewal of a portal's cookie. */
  public static final String SIGN_IN = "/login/";

  /** The path on a host of another domain from which a browser is led to the sign-in page. */
  public static final String HOST_SIGN_IN = "/.steward/login";

  /** The path on such a host that lets the browser in. */
  static final String HOST_CALLBACK = "/.steward/callback";

  private final Portals portals;
  private final PortalTokens tokens;
  private final WayBack wayBack;
  private final Revocations revocations;
  private final Clock clock;

  public Visitors(
      Portals portals, PortalTokens tokens, WayBack wayBack, Revocations revocations, Clock clock) {
    this.portals = portals;
    this.tokens = tokens;
    this.wayBack = wayBack;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * The token of a request to a host.
   *
   * @param cookies all {@code Cookie} headers
   * @throws io.steward.token.InvalidTokenException if revocations are unavailable
   */
  public Optional<AccessToken> token(String host, Enumeration<String> cookies) {
    return cookies.hasMoreElements()
        ? portals.of(host).flatMap(portal -> token(portal, cookies))
        : Optional.empty();
  }

  private Optional<AccessToken> token(Portal portal, Enumeration<String> cookies) {
    return tokens.verified(portal, Cookies.values(cookies, portal.cookieName()));
  }

  /**
   * Whether the token is to be renewed at the next opportunity. While the database is away, Steward
   * could not renew it, so every token passes that still counts.
   */
  public boolean isOld(AccessToken token) {
    return !revocations.areBehind() && PortalToken.isOld(token, clock.instant());
  }

  /**
   * The address that leads a browser through the sign-in page and back; empty if the host is no
   * portal.
   *
   * @param url an address that {@link WayBack#read} would accept
   */
  public Optional<String> signIn(String url) {
    return portals
        .ofUrl(url)
        .map(
            portal ->
                // On another domain, the browser first gets a state on the portal's own host.
                (portal.isDomain()
                        ? portals.publicUrl() + SIGN_IN
                        : Portals.origin(url) + HOST_SIGN_IN)
                    + "?"
                    + wayBack.sign(url));
  }

  /** The refusal of a request to a portal that does not open a page. */
  public ProblemException refusal(String host) {
    ProblemType type = ProblemType.NOT_AUTHENTICATED;
    return portals.of(host).isPresent()
        ? ProblemException.signIn(type, type.detail(), portals.publicUrl() + SIGN_IN)
        : new ProblemException(type);
  }
}
