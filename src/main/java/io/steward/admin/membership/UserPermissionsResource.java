package io.steward.admin.membership;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.membership.MembershipChange.Kind;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** The permissions of one user. */
@Path("admin/api/users/{id}/permissions")
@Produces(MediaTypes.JSON)
public final class UserPermissionsResource {
  private final MembershipChange memberships;

  public UserPermissionsResource(MembershipChange memberships) {
    this.memberships = memberships;
  }

  @GET
  @Administrative(MembershipChange.VIEW)
  public Response read(@Context SecurityContext caller, @PathParam("id") long id) {
    return memberships.read(Kind.PERMISSIONS, Caller.of(caller.getUserPrincipal()), id);
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(MembershipChange.CHANGE)
  public Response change(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    return memberships.change(
        Kind.PERMISSIONS, Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition), input);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            UserPermissionsResource.class,
            "Permissions Of User",
            "Reads the permissions of a user, gives some and takes others.")
        .reading("POST", MembershipChange.VIEWS)
        .members();
  }
}
