package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.html.form.Field;
import io.steward.pages.Visitors;
import io.steward.pages.signin.BrowserLogin;
import io.steward.registration.AcceptanceForm;
import io.steward.settings.mail.LinkPurpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** Creates the account of an invited person, and signs the browser in. */
@Path("invitation")
@Produces("text/html")
public final class InvitationPage {
  private static final LinkPurpose PURPOSE = LinkPurpose.INVITATION;

  private final Visitors visitors;
  private final AcceptanceForm form;
  private final BrowserLogin browserLogin;

  public InvitationPage(Visitors visitors, AcceptanceForm form, BrowserLogin browserLogin) {
    this.visitors = visitors;
    this.form = form;
    this.browserLogin = browserLogin;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    LinkVisit visit = LinkVisit.of(visitors, request, PURPOSE);
    return visit.show(fields(visit, Input.empty()), form::isUsable);
  }

  @POST
  @Anyone
  public Response accept(@Context HttpServletRequest request, Input input) {
    LinkVisit visit = LinkVisit.of(visitors, request, PURPOSE);
    Optional<String> obstacle = browserLogin.obstacle(request, visit.layout());
    if (obstacle.isPresent()) {
      return visit.hindered(obstacle.get());
    }
    return visit.use(
        input,
        fields(visit, input),
        token ->
            browserLogin.start(
                request,
                form.use(input, visit.languages()).sessionId(),
                visitors.session(request)));
  }

  private static List<Field> fields(LinkVisit visit, Input typed) {
    return List.of(
        name(visit, typed, "first_name", "given-name"),
        name(visit, typed, "last_name", "family-name"),
        Field.of("password", "password", visit.layout().get("login.password"), "new-password")
            .hint(visit.layout().get("field.new_password.hint")));
  }

  private static Field name(LinkVisit visit, Input typed, String name, String autocomplete) {
    return Field.of(name, "text", visit.layout().get("field." + name), autocomplete)
        .with(typed.peek(name).orElse(""));
  }
}
