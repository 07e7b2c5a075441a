package io.steward.pages.signin;

import io.steward.access.Anyone;
import io.steward.api.Query;
import io.steward.pages.Redirect;
import io.steward.pages.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** The page between sign-in and a portal. */
@Path("login/continue")
@Produces("text/html")
public final class ContinuePage {
  private final Visitors visitors;
  private final PortalExit exit;

  public ContinuePage(Visitors visitors, PortalExit exit) {
    this.visitors = visitors;
    this.exit = exit;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    PortalWay way = PortalWay.of(new Query(request.getQueryString()));
    return visitors
        .session(request)
        .map(session -> exit.withPage(request, session, way))
        .orElseGet(() -> Redirect.to(request, "/login/?" + way.query()).build());
  }
}
