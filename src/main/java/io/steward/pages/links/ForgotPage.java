package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.html.Layout;
import io.steward.html.Link;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Visitors;
import io.steward.recovery.reset.ResetPasswordResource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Asks for a message with a link that sets a new password. */
@Path("forgot")
@Produces("text/html")
public final class ForgotPage {
  private static final String NAME = "forgot";

  private final Visitors visitors;
  private final ResetPasswordResource requests;

  public ForgotPage(Visitors visitors, ResetPasswordResource requests) {
    this.visitors = visitors;
    this.requests = requests;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    Application page = new Application(request, visitors.layout(request), NAME);
    return page.show(form(page.layout(), ""), "");
  }

  @POST
  @Anyone
  public Response send(@Context HttpServletRequest request, Input input) {
    Application page = new Application(request, visitors.layout(request), NAME);
    FormView typed = form(page.layout(), input.peek("email").orElse(""));
    return page.attempt(typed, () -> requests.send(input, page.languages()));
  }

  private static FormView form(Layout layout, String email) {
    Field address = Field.of("email", "email", layout.get("login.email"), "username").with(email);
    return FormView.of(
            layout.get("forgot.title"), "/forgot/", layout.get("forgot.button"), List.of(address))
        .texts(layout.get("forgot.text"))
        .links(List.of(new Link("/login/", layout.get("login.title"))));
  }
}
