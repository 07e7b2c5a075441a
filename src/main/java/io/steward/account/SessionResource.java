package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Logout;
import io.steward.token.AccessToken;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** One of the caller's own sessions. */
@Path("user/sessions/{id}")
@Produces(MediaTypes.JSON)
public final class SessionResource {
  private final ActiveUsers activeUsers;
  private final Logout logout;

  public SessionResource(ActiveUsers activeUsers, Logout logout) {
    this.activeUsers = activeUsers;
    this.logout = logout;
  }

  @DELETE
  @Authenticated(takesCookie = true)
  public void end(@Context SecurityContext caller, @PathParam("id") String id) {
    long userId = activeUsers.view((AccessToken) caller.getUserPrincipal()).id();
    if (!logout.end(id, userId)) {
      throw new ProblemException(ProblemType.NOT_FOUND);
    }
  }

  @OPTIONS
  @Authenticated(takesCookie = true)
  public Map<String, Object> describe() {
    return Description.of("Session").members();
  }
}
