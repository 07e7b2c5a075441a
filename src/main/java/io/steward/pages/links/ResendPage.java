package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.pages.Visitors;
import io.steward.recovery.verification.SendVerificationResource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Asks for another message with a link that verifies an address. */
@Path("resend")
@Produces("text/html")
public final class ResendPage {
  private final LinkRequest page;

  public ResendPage(Visitors visitors, SendVerificationResource requests) {
    this.page = new LinkRequest(visitors, "resend", requests::send);
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    return page.show(request);
  }

  @POST
  @Anyone
  public Response send(@Context HttpServletRequest request, Input input) {
    return page.send(request, input);
  }
}
