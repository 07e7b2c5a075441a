package io.steward.admin.bulk;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.api.Query;
import io.steward.token.AccessToken;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends the sessions of many users. */
@Path("admin/api/users/revoke")
@Produces(MediaTypes.JSON)
public final class MassRevocationResource {
  private final MassRevocation revocation;

  public MassRevocationResource(MassRevocation revocation) {
    this.revocation = revocation;
  }

  @POST
  @Administrative(MassRevocation.PERMISSION)
  public Map<String, Long> revoke(@Context SecurityContext caller, Input input) {
    input.demandOnly(List.of("filter", "expect"));
    Optional<Long> expected = input.number("expect");
    input.refuseFaults();
    Query filter = input.query("filter");
    Caller.Bearer bearer = new Caller.Bearer((AccessToken) caller.getUserPrincipal());
    return Map.of("count", revocation.revoke(bearer, filter, expected));
  }
}
