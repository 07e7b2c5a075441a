package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.pages.Visitors;
import io.steward.recovery.LinkChecks;
import io.steward.settings.mail.LinkPurpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.BiConsumer;

/** A page whose only button uses the link: {@code /verify/}, {@code /change/}, {@code /undo/}. */
@Produces("text/html")
public final class ConfirmationPage {
  private final Visitors visitors;
  private final LinkChecks checks;
  private final LinkPurpose purpose;
  private final BiConsumer<String, String> work;

  /**
   * Creates the page.
   *
   * @param work uses a token, of a reader with this header {@code Accept-Language}
   */
  public ConfirmationPage(
      Visitors visitors, LinkChecks checks, LinkPurpose purpose, BiConsumer<String, String> work) {
    this.visitors = visitors;
    this.checks = checks;
    this.purpose = purpose;
    this.work = work;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    return LinkVisit.of(visitors, request, purpose)
        .show(List.of(), token -> checks.isUsable(purpose, token));
  }

  @POST
  @Anyone
  public Response use(@Context HttpServletRequest request, Input input) {
    LinkVisit visit = LinkVisit.of(visitors, request, purpose);
    return visit.use(
        input,
        List.of(),
        token -> {
          work.accept(token, visit.languages());
          return visit.done();
        });
  }
}
