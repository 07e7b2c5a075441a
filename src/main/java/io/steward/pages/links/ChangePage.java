package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.pages.Visitors;
import io.steward.recovery.address.AddressLinks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Confirms a new address of an account. */
@Path("change")
@Produces("text/html")
public final class ChangePage {
  private static final String NAME = "change";

  private final Visitors visitors;
  private final AddressLinks links;

  public ChangePage(Visitors visitors, AddressLinks links) {
    this.visitors = visitors;
    this.links = links;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    return LinkVisit.of(visitors, request, NAME).show(List.of());
  }

  @POST
  @Anyone
  public Response use(@Context HttpServletRequest request, Input input) {
    LinkVisit visit = LinkVisit.of(visitors, request, NAME);
    return visit.use(
        input,
        List.of(),
        token -> {
          links.confirm(token);
          return visit.done();
        });
  }
}
