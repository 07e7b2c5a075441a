package io.steward.recovery.reset;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.api.TextField;
import io.steward.password.Password;
import io.steward.password.policy.PasswordPolicy;
import io.steward.problem.ProblemException;
import io.steward.recovery.LinkToken;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import java.util.Optional;

/** The endpoint of {@link PasswordReset}. */
@Path("user/reset_password_confirm")
@Produces(MediaTypes.JSON)
public final class ResetPasswordConfirmResource {
  private static final TextField NEW_PASSWORD =
      TextField.secret("new_password", Password.MAX_LENGTH);

  private final PasswordReset reset;

  public ResetPasswordConfirmResource(PasswordReset reset) {
    this.reset = reset;
  }

  @POST
  @Anyone
  public Map<String, Object> confirm(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    Optional<String> token = input.require(LinkToken.FIELD);
    Optional<Password> fresh = input.require(NEW_PASSWORD).map(Password::new);
    input.refuseFaults();
    String email =
        reset
            .reset(token.orElseThrow(), fresh.orElseThrow(), Language.preferred(languages))
            .orElseThrow(faults -> ProblemException.invalid(Map.of(NEW_PASSWORD.name(), faults)));
    return Map.of("email", email);
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Reset Password Confirm")
        .reading("POST", LinkToken.FIELD.view(true), PasswordPolicy.view(NEW_PASSWORD.view(true)))
        .members();
  }
}
