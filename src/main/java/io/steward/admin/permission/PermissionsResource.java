package io.steward.admin.permission;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The permissions. */
@Path("admin/api/permissions")
@Produces(MediaTypes.JSON)
public final class PermissionsResource {
  private final CustomPermissions permissions;

  public PermissionsResource(CustomPermissions permissions) {
    this.permissions = permissions;
  }

  @GET
  @Administrative(CustomPermissions.VIEW)
  public Response list(@Context SecurityContext caller, @Context HttpServletRequest request) {
    return PageAnswer.of(
        request, permissions.page(Caller.of(caller.getUserPrincipal()), request.getQueryString()));
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(CustomPermissions.ADD)
  public Response create(
      @Context SecurityContext caller, @Context HttpServletRequest request, Input input) {
    input.demandOnly(List.of("code", "name"));
    Optional<String> code = input.require(PermissionFields.CODE);
    Optional<String> name = input.require(PermissionFields.NAME);
    input.refuseFaults();
    ManagedPermission added =
        permissions.create(
            Caller.of(caller.getUserPrincipal()), code.orElseThrow(), name.orElseThrow());
    return Response.status(Response.Status.CREATED)
        .header("Location", PageAnswer.below(request, added.id()))
        .entity(added)
        .build();
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            PermissionsResource.class,
            "Permissions",
            "Lists permissions, and adds those of other programs.")
        .reading("GET", CustomPermissions.views())
        .reading("POST", PermissionFields.CODE.view(true), PermissionFields.NAME.view(true))
        .members();
  }
}
