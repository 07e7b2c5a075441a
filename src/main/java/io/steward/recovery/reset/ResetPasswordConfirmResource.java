package io.steward.recovery.reset;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.password.policy.PasswordPolicy;
import io.steward.recovery.LinkToken;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;

/** The endpoint of {@link PasswordReset}. */
@Path("user/reset_password_confirm")
@Produces(MediaTypes.JSON)
public final class ResetPasswordConfirmResource {
  private final ResetForm form;

  public ResetPasswordConfirmResource(ResetForm form) {
    this.form = form;
  }

  @POST
  @Anyone
  public Map<String, Object> confirm(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    return Map.of("email", form.use(input, languages));
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Reset Password Confirm")
        .reading(
            "POST",
            LinkToken.FIELD.view(true),
            PasswordPolicy.view(ResetForm.NEW_PASSWORD.view(true)))
        .members();
  }
}
