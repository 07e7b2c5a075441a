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

/** The groups of one user. */
@Path("admin/api/users/{id}/groups")
@Produces(MediaTypes.JSON)
public final class UserGroupsResource {
  private final MembershipChange memberships;

  public UserGroupsResource(MembershipChange memberships) {
    this.memberships = memberships;
  }

  @GET
  @Administrative(MembershipChange.VIEW)
  public Response read(@Context SecurityContext caller, @PathParam("id") long id) {
    return memberships.read(Kind.GROUPS, Caller.of(caller.getUserPrincipal()), id);
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
        Kind.GROUPS, Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition), input);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            UserGroupsResource.class,
            "Groups Of User",
            "Reads the groups of a user, adds some and removes others.")
        .reading("POST", MembershipChange.VIEWS)
        .members();
  }
}
