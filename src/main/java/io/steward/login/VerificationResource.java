package io.steward.login;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import java.util.Optional;

/** Reports whether a token is valid and its user still exists. */
@Path("user/verify_token")
@Produces(MediaTypes.JSON)
public final class VerificationResource {
  private final Verification verification;

  public VerificationResource(Verification verification) {
    this.verification = verification;
  }

  /** The valid token. */
  public record View(String token) {}

  @POST
  @Anyone
  public View verify(Input input) {
    Optional<String> token = input.require(TokenFields.ACCESS_TOKEN);
    input.refuseFaults();
    verification.verify(token.orElseThrow());
    return new View(token.orElseThrow());
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Verify Json Web Token")
        .reading("POST", TokenFields.ACCESS_TOKEN.view(true))
        .members();
  }
}
