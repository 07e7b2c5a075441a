package io.steward.pages;

import io.steward.access.Anyone;
import io.steward.html.HtmlPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** The first page: offers sign-in and registration, or leads to the account. */
@Path("")
@Produces("text/html")
public final class HomePage {
  private final Visitors visitors;
  private final boolean canRegister;

  public HomePage(Visitors visitors, boolean canRegister) {
    this.visitors = visitors;
    this.canRegister = canRegister;
  }

  /** What the page offers. */
  public record View(boolean canRegister) {}

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    if (visitors.session(request).isPresent()) {
      return Redirect.to(request, "/account/").build();
    }
    HtmlPage page = HtmlPage.of("home", visitors.layout(request), new View(canRegister));
    return Response.ok(page).build();
  }
}
