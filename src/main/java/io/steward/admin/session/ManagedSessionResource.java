package io.steward.admin.session;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** One session of any user. */
@Path("admin/api/sessions/{id}")
@Produces(MediaTypes.JSON)
public final class ManagedSessionResource {
  private final SessionEnding ending;

  public ManagedSessionResource(SessionEnding ending) {
    this.ending = ending;
  }

  @DELETE
  @Administrative(SessionEnding.PERMISSION)
  public void end(@Context SecurityContext caller, @PathParam("id") String id) {
    ending.one(Caller.of(caller.getUserPrincipal()), id);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(ManagedSessionResource.class, "Session", "Ends a session.").members();
  }
}
