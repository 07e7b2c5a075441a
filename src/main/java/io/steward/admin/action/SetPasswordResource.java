package io.steward.admin.action;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserFields;
import io.steward.admin.user.UserPassword;
import io.steward.admin.user.UserResource;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.password.Password;
import io.steward.problem.Fault;
import io.steward.user.AccountFields;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoint of {@link UserPassword}. */
@Path("admin/api/users/{id}/set_password")
@Produces(MediaTypes.JSON)
public final class SetPasswordResource {
  private final UserPassword password;

  public SetPasswordResource(UserPassword password) {
    this.password = password;
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(UserChange.PERMISSION)
  public Response set(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    input.demandOnly(List.of("password"));
    if (!input.has("password")) {
      input.fault("password", Fault.REQUIRED);
    }
    Optional<Password> typed = new UserFields(input).password();
    input.refuseFaults();
    return UserResource.answer(
        password
            .set(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition), typed)
            .orElseThrow(AccountFields::passwordRefusal));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            SetPasswordResource.class,
            "Set Password",
            "Sets the password of a user, or removes it.")
        .reading("POST", AccountFields.passwordView(true))
        .members();
  }
}
