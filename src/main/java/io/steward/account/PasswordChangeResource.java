package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.api.TextField;
import io.steward.credential.CurrentPassword;
import io.steward.credential.NewPassword;
import io.steward.password.Password;
import io.steward.password.policy.PasswordPolicy;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.session.Tokens;
import io.steward.token.AccessToken;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The endpoint for {@link PasswordChange}. */
@Path("user/change_password")
@Produces(MediaTypes.JSON)
public final class PasswordChangeResource {
  private static final TextField NEW_PASSWORD =
      TextField.secret("new_password", Password.MAX_LENGTH);

  private final ActiveUsers activeUsers;
  private final NewPassword newPassword;
  private final PasswordChange change;

  public PasswordChangeResource(
      ActiveUsers activeUsers, NewPassword newPassword, PasswordChange change) {
    this.activeUsers = activeUsers;
    this.newPassword = newPassword;
    this.change = change;
  }

  @POST
  @Authenticated
  public Tokens change(@Context SecurityContext caller, Input body) {
    User user = activeUsers.of((AccessToken) caller.getUserPrincipal());
    Optional<Password> fresh = body.require(NEW_PASSWORD).map(Password::new);
    fresh.stream()
        .flatMap(password -> faults(password, user))
        .forEach(fault -> body.fault(NEW_PASSWORD.name(), fault));
    Optional<Password> current = body.require(CurrentPassword.FIELD).map(Password::new);
    body.refuseFaults();
    return change
        .change(user, current.orElseThrow(), fresh.orElseThrow())
        .orElseThrow(faults -> ProblemException.invalid(Map.of(NEW_PASSWORD.name(), faults)))
        .tokens();
  }

  private Stream<Fault> faults(Password password, User user) {
    return newPassword.faults(password, user.name(), EmailAddress.parse(user.email())).stream();
  }

  @OPTIONS
  @Authenticated
  public Map<String, Object> describe() {
    return Description.of("Change Password")
        .reading(
            "POST", CurrentPassword.FIELD.view(true), PasswordPolicy.view(NEW_PASSWORD.view(true)))
        .members();
  }
}
