package io.steward.pages.account;

import io.steward.access.SignedIn;
import io.steward.account.AccountUpdate;
import io.steward.account.EmailChange;
import io.steward.api.Input;
import io.steward.credential.CurrentPassword;
import io.steward.html.HtmlPage;
import io.steward.html.Link;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Visitors;
import io.steward.password.Password;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** Changes the address: at once, or by a link to the new address if it must be proved. */
@Path("account/email")
@Produces("text/html")
public final class EmailPage {
  private static final String EMAIL = "email";

  private final Visitors visitors;
  private final AccountUpdate update;
  private final EmailChange change;
  private final boolean canVerify;

  /**
   * Creates the page.
   *
   * @param canVerify whether there are messages with links that verify an address
   */
  public EmailPage(Visitors visitors, AccountUpdate update, EmailChange change, boolean canVerify) {
    this.visitors = visitors;
    this.update = update;
    this.change = change;
    this.canVerify = canVerify;
  }

  @GET
  @SignedIn
  public Response show(@Context HttpServletRequest request) {
    Desk desk = Desk.of(visitors, request);
    return desk.show(Tab.EMAIL, form(desk, ""));
  }

  @POST
  @SignedIn
  public Response change(@Context HttpServletRequest request, Input input) {
    Desk desk = Desk.of(visitors, request);
    FormView typed = form(desk, input.peek(EMAIL).orElse(""));
    return desk.attempt(Tab.EMAIL, typed, () -> change(desk, input));
  }

  private Response change(Desk desk, Input input) {
    AccountFields fields = new AccountFields(input);
    User user = desk.session().user();
    Optional<EmailAddress> address = fields.requireEmail();
    address.flatMap(email -> EmailChange.fault(user, email)).ifPresent(fields::refuseEmail);
    Optional<Password> current = input.require(CurrentPassword.FIELD).map(Password::new);
    input.refuseFaults();
    AccountUpdate.Change wanted =
        new AccountUpdate.Change(
            address, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    if (update.addressFault(user, wanted).isPresent()) {
      change.demandMail();
      change.request(user, address.orElseThrow(), current.orElseThrow(), desk.language());
      FormView sent = form(desk, "").done(desk.get("email.sent", address.orElseThrow().text()));
      AccountForm view = new AccountForm(Tab.EMAIL, sent);
      return Response.ok(HtmlPage.of("accountform", desk.layout(), view)).build();
    }
    AccountUpdate.Asker asker =
        new AccountUpdate.Asker(desk.session().id(), desk.language(), current);
    update.update(user, asker, wanted).orElseThrow(AccountFields::passwordRefusal);
    return desk.finished(Tab.EMAIL);
  }

  private FormView form(Desk desk, String typed) {
    User user = desk.session().user();
    String state = user.isEmailVerified() ? "email.verified" : "email.unverified";
    List<Field> fields =
        List.of(
            Field.of(EMAIL, "email", desk.get("field.new_email"), "email").with(typed),
            Field.of(
                CurrentPassword.FIELD.name(),
                "password",
                desk.get("field.current_password"),
                "current-password"));
    return FormView.of(desk.get("email.title"), Tab.EMAIL.path(), desk.get("email.button"), fields)
        .texts(desk.get(state, user.email()))
        .links(
            canVerify && !user.isEmailVerified()
                ? List.of(new Link("/resend/", desk.get("resend.title")))
                : List.of());
  }
}
