package io.steward.pages.account;

import io.steward.access.SignedIn;
import io.steward.account.AccountUpdate;
import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.credential.CurrentPassword;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Visitors;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
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

/** Changes the password. All other sessions end. */
@Path("account/password")
@Produces("text/html")
public final class PasswordPage {
  private static final TextField NEW_PASSWORD =
      TextField.secret("new_password", Password.MAX_LENGTH);

  private final Visitors visitors;
  private final AccountUpdate update;

  public PasswordPage(Visitors visitors, AccountUpdate update) {
    this.visitors = visitors;
    this.update = update;
  }

  @GET
  @SignedIn
  public Response show(@Context HttpServletRequest request) {
    Desk desk = Desk.of(visitors, request);
    return desk.show(Tab.PASSWORD, form(desk));
  }

  @POST
  @SignedIn
  public Response change(@Context HttpServletRequest request, Input input) {
    Desk desk = Desk.of(visitors, request);
    return desk.attempt(Tab.PASSWORD, form(desk), () -> change(desk, input));
  }

  private Response change(Desk desk, Input input) {
    Optional<Password> current = input.require(CurrentPassword.FIELD).map(Password::new);
    Optional<Password> fresh = input.require(NEW_PASSWORD).map(Password::new);
    input.refuseFaults();
    AccountUpdate.Change change =
        new AccountUpdate.Change(
            Optional.empty(), Optional.empty(), Optional.empty(), fresh, Optional.empty());
    AccountUpdate.Asker asker =
        new AccountUpdate.Asker(desk.session().id(), desk.language(), current);
    update
        .update(desk.session().user(), asker, change)
        .orElseThrow(faults -> ProblemException.invalid(Map.of(NEW_PASSWORD.name(), faults)));
    return desk.finished(Tab.PASSWORD);
  }

  private static FormView form(Desk desk) {
    List<Field> fields =
        List.of(
            desk.owner(),
            Field.of(
                CurrentPassword.FIELD.name(),
                "password",
                desk.get("field.current_password"),
                "current-password"),
            Field.of(
                    NEW_PASSWORD.name(), "password", desk.get("field.new_password"), "new-password")
                .hint(desk.get("field.new_password.hint")));
    return FormView.of(
            desk.get("password.title"), Tab.PASSWORD.path(), desk.get("password.button"), fields)
        .texts(desk.get("password.text"));
  }
}
