package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.html.form.Field;
import io.steward.pages.Visitors;
import io.steward.recovery.LinkChecks;
import io.steward.recovery.reset.ResetForm;
import io.steward.settings.mail.LinkPurpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Sets a new password. */
@Path("reset")
@Produces("text/html")
public final class ResetPage {
  private static final LinkPurpose PURPOSE = LinkPurpose.RESET;

  private final Visitors visitors;
  private final LinkChecks checks;
  private final ResetForm form;

  public ResetPage(Visitors visitors, LinkChecks checks, ResetForm form) {
    this.visitors = visitors;
    this.checks = checks;
    this.form = form;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    LinkVisit visit = LinkVisit.of(visitors, request, PURPOSE);
    return visit.show(fields(visit), token -> checks.isUsable(PURPOSE, token));
  }

  @POST
  @Anyone
  public Response use(@Context HttpServletRequest request, Input input) {
    LinkVisit visit = LinkVisit.of(visitors, request, PURPOSE);
    return visit.use(
        input,
        fields(visit),
        token -> {
          form.use(input, visit.languages());
          return visit.done();
        });
  }

  private static List<Field> fields(LinkVisit visit) {
    return List.of(
        Field.of(
                ResetForm.NEW_PASSWORD.name(),
                "password",
                visit.layout().get("field.new_password"),
                "new-password")
            .hint(visit.layout().get("field.new_password.hint")));
  }
}
