package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.credential.CurrentPassword;
import io.steward.credential.notice.MailRequests;
import io.steward.password.Password;
import io.steward.token.AccessToken;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.Optional;

/** The endpoint of {@link EmailChange}. */
@Path("user/change_email")
@Produces(MediaTypes.JSON)
public final class EmailChangeResource {
  private final ActiveUsers activeUsers;
  private final EmailChange change;

  public EmailChangeResource(ActiveUsers activeUsers, EmailChange change) {
    this.activeUsers = activeUsers;
    this.change = change;
  }

  @POST
  @Authenticated(takesCookie = true)
  public Response change(
      @Context SecurityContext caller,
      Input input,
      @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    change.demandMail();
    User user = activeUsers.of((AccessToken) caller.getUserPrincipal());
    AccountFields fields = new AccountFields(input);
    Optional<EmailAddress> address = fields.requireEmail();
    address.flatMap(email -> EmailChange.fault(user, email)).ifPresent(fields::refuseEmail);
    Optional<Password> current = input.require(CurrentPassword.FIELD).map(Password::new);
    input.refuseFaults();
    change.request(
        user, address.orElseThrow(), current.orElseThrow(), Language.preferred(languages));
    return Response.accepted(MailRequests.ACCEPTED).build();
  }

  @OPTIONS
  @Authenticated(takesCookie = true)
  public Map<String, Object> describe() {
    return Description.of("Change Email")
        .reading("POST", AccountFields.emailView(), CurrentPassword.FIELD.view(true))
        .members();
  }
}
