package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.pages.Visitors;
import io.steward.recovery.verification.EmailVerification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Confirms the address of an account. */
@Path("verify")
@Produces("text/html")
public final class VerifyPage {
  private static final String NAME = "verify";

  private final Visitors visitors;
  private final EmailVerification verification;

  public VerifyPage(Visitors visitors, EmailVerification verification) {
    this.visitors = visitors;
    this.verification = verification;
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
          verification.verify(token);
          return visit.done();
        });
  }
}
