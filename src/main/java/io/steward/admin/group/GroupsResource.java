package io.steward.admin.group;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.list.PageAnswer;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The groups. */
@Path("admin/api/groups")
@Produces(MediaTypes.JSON)
public final class GroupsResource {
  private final Groups groups;
  private final GroupChange change;

  public GroupsResource(Groups groups, GroupChange change) {
    this.groups = groups;
    this.change = change;
  }

  @GET
  @Administrative(Groups.VIEW)
  public Response list(@Context SecurityContext caller, @Context HttpServletRequest request) {
    return PageAnswer.of(
        request, groups.page(Caller.of(caller.getUserPrincipal()), request.getQueryString()));
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(GroupChange.ADD)
  public Response create(
      @Context SecurityContext caller, @Context HttpServletRequest request, Input input) {
    GroupFields fields = new GroupFields(input);
    Optional<String> name = fields.requireName();
    Set<String> permissions = fields.permissions().orElse(Set.of());
    fields.refuseFaults();
    ManagedGroup added =
        change.create(Caller.of(caller.getUserPrincipal()), name.orElseThrow(), permissions);
    return Response.status(Response.Status.CREATED)
        .header("Location", PageAnswer.below(request, added.id()))
        .header("ETag", IfMatch.tag(added.version()))
        .entity(added)
        .build();
  }

  /** A group as every answer shows one. */
  static Response answer(ManagedGroup group) {
    return Response.ok(group).header("ETag", IfMatch.tag(group.version())).build();
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(GroupsResource.class, "Groups", "Lists and creates groups.")
        .reading("GET", Groups.views())
        .reading("POST", GroupFields.views(true))
        .members();
  }
}
