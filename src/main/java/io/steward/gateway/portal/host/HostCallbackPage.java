package io.steward.gateway.portal.host;

import io.steward.access.Anyone;
import io.steward.gateway.portal.Handoff;
import io.steward.gateway.portal.Handoff.Handed;
import io.steward.gateway.portal.PortalEntry;
import io.steward.gateway.portal.Portals;
import io.steward.problem.ProblemException;
import io.steward.token.portal.Portal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The last step of a browser into a portal on another domain: sets the cookie on its host. */
@Path(".steward/callback")
public final class HostCallbackPage {
  private final Portals portals;
  private final Handoff handoff;
  private final PortalEntry entry;

  public HostCallbackPage(Portals portals, Handoff handoff, PortalEntry entry) {
    this.portals = portals;
    this.handoff = handoff;
    this.entry = entry;
  }

  @GET
  @Anyone
  public Response enter(
      @QueryParam("code") @DefaultValue("") String code, @Context HttpServletRequest request) {
    Handed handed =
        HostSignInPage.state(request)
            .flatMap(state -> handoff.read(code, state))
            .filter(h -> HostSignInPage.isHere(h.url(), request))
            .orElseThrow(ProblemException::oldSignIn);
    Optional<Portal> portal = portals.ofUrl(handed.url()).filter(p -> !p.isDomain());
    String cookie =
        portal
            .flatMap(p -> entry.cookie(p, handed.sessionId()))
            .orElseThrow(ProblemException::oldSignIn);
    return HostSignInPage.to(handed.url()).header("Set-Cookie", cookie).build();
  }
}
