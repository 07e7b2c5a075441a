package io.steward.recovery.reset;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.credential.notice.MailRequests;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.settings.mail.LinkPurpose;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/** Sends a link that sets a new password, if the address has an account. */
@Path("user/reset_password")
@Produces(MediaTypes.JSON)
public final class ResetPasswordResource {
  private final MailRequests requests;

  public ResetPasswordResource(MailRequests requests) {
    this.requests = requests;
  }

  @POST
  @Anyone
  public Response send(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    requests.demand(LinkPurpose.RESET);
    Optional<EmailAddress> address = new AccountFields(input).requireEmail();
    input.refuseFaults();
    EmailAddress email = address.orElseThrow();
    requests.accept(
        MailKind.RESET,
        email,
        new Recipient(email.text(), Optional.empty(), Language.preferred(languages)),
        Map.of());
    return Response.accepted(MailRequests.ACCEPTED).build();
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Reset Password").reading("POST", AccountFields.emailView()).members();
  }
}
