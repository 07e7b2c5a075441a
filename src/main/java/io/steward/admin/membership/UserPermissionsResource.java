package io.steward.admin.membership;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.EffectivePermission;
import io.steward.admin.IfMatch;
import io.steward.admin.user.ManagedUser;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** The permissions of one user. */
@Path("admin/api/users/{id}/permissions")
@Produces(MediaTypes.JSON)
public final class UserPermissionsResource {
  private final MembershipChange memberships;

  public UserPermissionsResource(MembershipChange memberships) {
    this.memberships = memberships;
  }

  /** The permissions given directly, and all with their sources. */
  record View(List<String> permissions, List<EffectivePermission> effectivePermissions) {
    static View of(ManagedUser.Detail user) {
      return new View(user.row().permissions(), user.effectivePermissions());
    }
  }

  @GET
  @Administrative(MembershipChange.VIEW)
  public View read(@Context SecurityContext caller, @PathParam("id") long id) {
    return View.of(memberships.read(Caller.of(caller.getUserPrincipal()), id));
  }

  /** Adds and removes permissions; answers as {@link #read}. */
  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(MembershipChange.CHANGE)
  public Response change(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    ManagedUser.Detail user =
        memberships.changePermissions(
            Caller.of(caller.getUserPrincipal()),
            id,
            IfMatch.of(condition),
            MembershipChange.Difference.read(input));
    return Response.ok(View.of(user)).header("ETag", IfMatch.tag(user.row().version())).build();
  }
}
