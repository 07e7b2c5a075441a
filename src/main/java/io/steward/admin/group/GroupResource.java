package io.steward.admin.group;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One group. */
@Path("admin/api/groups/{id}")
@Produces(MediaTypes.JSON)
public final class GroupResource {
  private final Groups groups;
  private final GroupChange change;

  public GroupResource(Groups groups, GroupChange change) {
    this.groups = groups;
    this.change = change;
  }

  @GET
  @Administrative(Groups.VIEW)
  public Response read(@Context SecurityContext caller, @PathParam("id") long id) {
    return GroupsResource.answer(groups.read(Caller.of(caller.getUserPrincipal()), id));
  }

  @PATCH
  @Consumes({MediaTypes.JSON, MediaTypes.MERGE_PATCH})
  @Administrative(GroupChange.CHANGE)
  public Response change(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    GroupFields fields = new GroupFields(input);
    Optional<String> name = fields.name();
    Optional<Set<String>> permissions = fields.permissions();
    fields.refuseFaults();
    return GroupsResource.answer(
        change.change(
            Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition), name, permissions));
  }

  @DELETE
  @Administrative(GroupChange.DELETE)
  public void delete(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition) {
    change.delete(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(GroupResource.class, "Group", "Reads, changes and deletes a group.")
        .reading("PATCH", GroupFields.views(false))
        .members();
  }
}
