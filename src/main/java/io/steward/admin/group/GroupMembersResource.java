package io.steward.admin.group;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.PageAnswer;
import io.steward.admin.list.Sort;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.problem.Fault;
import jakarta.servlet.http.HttpServletRequest;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The members of one group. */
@Path("admin/api/groups/{id}/members")
@Produces(MediaTypes.JSON)
public final class GroupMembersResource {
  private static final List<Sort> SORTS = List.of(Sort.byId());

  private final GroupMembers members;

  public GroupMembersResource(GroupMembers members) {
    this.members = members;
  }

  @GET
  @Administrative(GroupMembers.VIEW)
  public Response list(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @Context HttpServletRequest request) {
    ListRequest list =
        ListRequest.of("members of " + id, request.getQueryString(), SORTS, List.of());
    return PageAnswer.of(request, members.page(Caller.of(caller.getUserPrincipal()), id, list));
  }

  /** Adds and removes members; answers with the group. */
  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(GroupMembers.CHANGE)
  public ManagedGroup change(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    IfMatch.demandNone(condition);
    input.demandOnly(List.of("add", "remove"));
    Set<Long> add = input.ids("add").orElse(Set.of());
    Set<Long> remove = input.ids("remove").orElse(Set.of());
    if (!Collections.disjoint(add, remove)) {
      input.fault("remove", Fault.invalid("An id may be in only one of the two lists."));
    }
    if (add.size() + remove.size() > GroupMembers.MOST) {
      input.fault(
          "non_field_errors",
          new Fault("max_length", "At most " + GroupMembers.MOST + " ids in one request."));
    }
    input.refuseFaults();
    return members.change(Caller.of(caller.getUserPrincipal()), id, add, remove);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            GroupMembersResource.class,
            "Members",
            "Lists the members of a group, adds some and removes others.")
        .reading("GET", ListRequest.views(SORTS, List.of()))
        .reading("POST", FieldView.optional("add", "list"), FieldView.optional("remove", "list"))
        .members();
  }
}
