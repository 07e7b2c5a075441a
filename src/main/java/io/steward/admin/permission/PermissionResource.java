package io.steward.admin.permission;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** One permission. */
@Path("admin/api/permissions/{id}")
@Produces(MediaTypes.JSON)
public final class PermissionResource {
  private final CustomPermissions permissions;

  public PermissionResource(CustomPermissions permissions) {
    this.permissions = permissions;
  }

  @GET
  @Administrative(CustomPermissions.VIEW)
  public ManagedPermission read(@Context SecurityContext caller, @PathParam("id") long id) {
    return permissions.read(Caller.of(caller.getUserPrincipal()), id);
  }

  @DELETE
  @Administrative(CustomPermissions.DELETE)
  public void delete(@Context SecurityContext caller, @PathParam("id") long id) {
    permissions.delete(Caller.of(caller.getUserPrincipal()), id);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            PermissionResource.class,
            "Permission",
            "Reads a permission, and deletes one of another program.")
        .members();
  }
}
