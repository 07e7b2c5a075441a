package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.TextField;
import io.steward.html.form.Field;
import io.steward.pages.Visitors;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.recovery.LinkChecks;
import io.steward.recovery.reset.PasswordReset;
import io.steward.settings.mail.LinkPurpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets a new password. */
@Path("reset")
@Produces("text/html")
public final class ResetPage {
  private static final TextField NEW_PASSWORD =
      TextField.secret("new_password", Password.MAX_LENGTH);
  private static final LinkPurpose PURPOSE = LinkPurpose.RESET;

  private final Visitors visitors;
  private final LinkChecks checks;
  private final PasswordReset reset;

  public ResetPage(Visitors visitors, LinkChecks checks, PasswordReset reset) {
    this.visitors = visitors;
    this.checks = checks;
    this.reset = reset;
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
          reset(token, input, visit.languages());
          return visit.done();
        });
  }

  private void reset(String token, Input input, String languages) {
    Optional<Password> fresh = input.require(NEW_PASSWORD).map(Password::new);
    input.refuseFaults();
    reset
        .reset(token, fresh.orElseThrow(), Language.preferred(languages))
        .orElseThrow(faults -> ProblemException.invalid(Map.of(NEW_PASSWORD.name(), faults)));
  }

  private static List<Field> fields(LinkVisit visit) {
    return List.of(
        Field.of(
                NEW_PASSWORD.name(),
                "password",
                visit.layout().get("field.new_password"),
                "new-password")
            .hint(visit.layout().get("field.new_password.hint")));
  }
}
