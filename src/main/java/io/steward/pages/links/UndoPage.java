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

/** Takes back a change of address. */
@Path("undo")
@Produces("text/html")
public final class UndoPage {
  private static final String NAME = "undo";

  private final Visitors visitors;
  private final AddressLinks links;

  public UndoPage(Visitors visitors, AddressLinks links) {
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
          links.undo(token);
          return visit.done();
        });
  }
}
