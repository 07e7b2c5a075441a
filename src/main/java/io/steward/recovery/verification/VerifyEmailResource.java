package io.steward.recovery.verification;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.recovery.LinkToken;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;

/** The endpoint of {@link EmailVerification}. */
@Path("user/verify_email")
@Produces(MediaTypes.JSON)
public final class VerifyEmailResource {
  private final EmailVerification verification;

  public VerifyEmailResource(EmailVerification verification) {
    this.verification = verification;
  }

  @POST
  @Anyone
  public Map<String, Object> verify(Input input) {
    return Map.of("email", verification.verify(LinkToken.of(input)));
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return LinkToken.describe("Verify Email");
  }
}
