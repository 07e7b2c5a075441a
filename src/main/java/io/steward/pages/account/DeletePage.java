package io.steward.pages.account;

import io.steward.access.SignedIn;
import io.steward.account.AccountDeletion;
import io.steward.api.Input;
import io.steward.credential.CurrentPassword;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Redirect;
import io.steward.pages.Visitors;
import io.steward.pages.signin.LogoutPage;
import io.steward.password.Password;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** Deletes the account. */
@Path("account/delete")
@Produces("text/html")
public final class DeletePage {
  private final Visitors visitors;
  private final AccountDeletion deletion;

  public DeletePage(Visitors visitors, AccountDeletion deletion) {
    this.visitors = visitors;
    this.deletion = deletion;
  }

  @GET
  @SignedIn
  public Response show(@Context HttpServletRequest request) {
    Desk desk = Desk.of(visitors, request);
    return desk.show(Tab.DELETE, form(desk));
  }

  @POST
  @SignedIn
  public Response delete(@Context HttpServletRequest request, Input input) {
    Desk desk = Desk.of(visitors, request);
    return desk.attempt(Tab.DELETE, form(desk), () -> delete(desk, input));
  }

  private Response delete(Desk desk, Input input) {
    Optional<Password> current = input.require(CurrentPassword.FIELD).map(Password::new);
    input.refuseFaults();
    deletion.delete(desk.session().user(), current.orElseThrow());
    return Redirect.signedOut(desk.request(), LogoutPage.DELETED).build();
  }

  private static FormView form(Desk desk) {
    Field current =
        Field.of(
            CurrentPassword.FIELD.name(),
            "password",
            desk.get("field.current_password"),
            "current-password");
    return FormView.of(
            desk.get("delete.title"),
            Tab.DELETE.path(),
            desk.get("delete.button"),
            List.of(desk.owner(), current))
        .texts(desk.get("delete.text", desk.session().user().email()), desk.get("delete.final"));
  }
}
