package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.pages.Visitors;
import io.steward.recovery.reset.ResetPasswordResource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Asks for a message with a link that sets a new password. */
@Path("forgot")
@Produces("text/html")
public final class ForgotPage {
  private final LinkRequest page;

  public ForgotPage(Visitors visitors, ResetPasswordResource requests) {
    this.page = new LinkRequest(visitors, "forgot", requests::send);
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
