package io.steward.admin.action;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserChange.Activity;
import io.steward.admin.user.UserChange.Patch;
import io.steward.admin.user.UserResource;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
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

/** Lets a user log in again. */
@Path("admin/api/users/{id}/activate")
@Produces(MediaTypes.JSON)
public final class ActivateResource {
  private final UserChange change;

  public ActivateResource(UserChange change) {
    this.change = change;
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(UserChange.PERMISSION)
  public Response activate(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    input.demandOnly(List.of());
    input.refuseFaults();
    Patch patch = Patch.of(new Activity.Active());
    return UserResource.answer(
        change.change(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition), patch));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(ActivateResource.class, "Activate User", "Lets a user log in again.")
        .members();
  }
}
