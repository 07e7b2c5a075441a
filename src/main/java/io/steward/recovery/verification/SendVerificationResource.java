package io.steward.recovery.verification;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.credential.notice.MailRequests;
import io.steward.recovery.LinkRequest;
import io.steward.user.AccountFields;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Sends a link that verifies an email address, if an account needs it. */
@Path("user/send_verification")
@Produces(MediaTypes.JSON)
public final class SendVerificationResource {
  private final LinkRequest request;

  public SendVerificationResource(LinkRequest request) {
    this.request = request;
  }

  @POST
  @Anyone
  public Response send(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    request.send(input, languages);
    return Response.accepted(MailRequests.ACCEPTED).build();
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Send Verification").reading("POST", AccountFields.emailView()).members();
  }
}
