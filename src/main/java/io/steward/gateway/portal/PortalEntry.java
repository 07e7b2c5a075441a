package io.steward.gateway.portal;

import io.steward.session.SessionTransactions;
import io.steward.session.Sessions.Admittance;
import io.steward.token.portal.Portal;
import io.steward.token.portal.PortalCookie;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.Duration;
import java.util.Optional;

/** Lets the browser of a session into a portal. */
public final class PortalEntry {
  private final Portals portals;
  private final PortalTokens tokens;
  private final WayBack wayBack;
  private final Handoff handoff;
  private final SessionTransactions transactions;

  /** Creates an instance. */
  public PortalEntry(
      Portals portals,
      PortalTokens tokens,
      WayBack wayBack,
      Handoff handoff,
      SessionTransactions transactions) {
    this.portals = portals;
    this.tokens = tokens;
    this.wayBack = wayBack;
    this.handoff = handoff;
    this.transactions = transactions;
  }

  /**
   * The way of a browser into a portal.
   *
   * @param location the address to which Steward redirects the browser
   * @param cookie a value of {@code Set-Cookie}; empty if the portal's own host will set the cookie
   */
  public record Way(String location, Optional<String> cookie) {}

  /**
   * The way into a portal for a signed-in browser; empty if the session has ended.
   *
   * @param url an address that {@link WayBack} has read
   * @param state the state that was read with it; may be empty
   * @throws io.steward.problem.ProblemException 403 if the group names are too long for a cookie
   */
  public Optional<Way> into(String url, String state, String sessionId) {
    Portal portal = portals.ofUrl(url).orElseThrow();
    if (portal.isDomain()) {
      return cookie(portal, sessionId).map(cookie -> new Way(url, Optional.of(cookie)));
    }
    String origin = Portals.origin(url);
    // The portal's own host must recognize the browser that it lets in, by a state.
    String location =
        state.isEmpty()
            ? origin + Visitors.HOST_SIGN_IN + "?" + wayBack.sign(url)
            : origin
                + Visitors.HOST_CALLBACK
                + "?code="
                + handoff.code(new Handoff.Handed(sessionId, url), state);
    return Optional.of(new Way(location, Optional.empty()));
  }

  /** The value of {@code Set-Cookie} for a session; empty if the session has ended. */
  public Optional<String> cookie(Portal portal, String sessionId) {
    return transactions.read(
        (em, sessions) ->
            sessions
                .admittance(sessionId)
                .flatMap(
                    admittance ->
                        new Users(em)
                            .byId(admittance.userId())
                            .filter(User::isActive)
                            .map(user -> cookie(portal, sessionId, admittance, user))));
  }

  private String cookie(Portal portal, String sessionId, Admittance admittance, User user) {
    Duration remaining = Duration.ofSeconds(admittance.secondsLeft());
    return PortalCookie.set(
        portal,
        tokens.issue(portal, user.subject(), sessionId, admittance.tokenVersion(), remaining));
  }
}
