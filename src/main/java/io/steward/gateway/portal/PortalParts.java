package io.steward.gateway.portal;

import io.steward.session.SessionTransactions;
import io.steward.settings.PortalSettings;
import io.steward.settings.jwt.JwtSettings;
import io.steward.token.Revocations;
import io.steward.token.key.KeyRing;
import java.time.Clock;

/** Builds the classes of this package. */
public final class PortalParts {
  private final Portals portals;
  private final PortalTokens tokens;
  private final WayBack wayBack;
  private final Handoff handoff;
  private final Revocations revocations;
  private final Clock clock;

  public PortalParts(
      PortalSettings settings,
      JwtSettings jwt,
      KeyRing keys,
      Revocations revocations,
      Clock clock) {
    this.portals = new Portals(settings);
    this.tokens = new PortalTokens(portals, jwt, keys, revocations, clock);
    this.wayBack = new WayBack(portals, keys, clock);
    this.handoff = new Handoff(keys, clock);
    this.revocations = revocations;
    this.clock = clock;
  }

  /** Reads the addresses to which a browser returns after sign-in. */
  public WayBack wayBack() {
    return wayBack;
  }

  public PortalTokens tokens() {
    return tokens;
  }

  public Portals portals() {
    return portals;
  }

  public Visitors visitors() {
    return new Visitors(portals, tokens, wayBack, revocations, clock);
  }

  public PortalEntry entry(SessionTransactions transactions) {
    return new PortalEntry(portals, tokens, wayBack, handoff, transactions);
  }

  public Handoff handoff() {
    return handoff;
  }
}
