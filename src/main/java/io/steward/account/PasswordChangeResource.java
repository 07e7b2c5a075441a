package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.session.Tokens;
import io.steward.token.AccessToken;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** The door to {@link PasswordChange}. */
@Path("user/change_password")
@Produces(MediaTypes.JSON)
public final class PasswordChangeResource {
  private final PasswordChange change;

  public PasswordChangeResource(PasswordChange change) {
    this.change = change;
  }

  @POST
  @Authenticated
  public Tokens change(@Context SecurityContext caller, Input body) {
    long userId = ((AccessToken) caller.getUserPrincipal()).subject().id();
    return change.change(userId, body);
  }

  @OPTIONS
  @Authenticated
  public Description describe() {
    return Description.of("Change Password");
  }
}
