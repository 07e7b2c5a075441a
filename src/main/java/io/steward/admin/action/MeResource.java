package io.steward.admin.action;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.user.ManagedUsers;
import io.steward.admin.user.UserResource;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import io.steward.token.AccessToken;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** The administrator's own account, with what it may do. */
@Path("admin/api/me")
@Produces(MediaTypes.JSON)
public final class MeResource {
  private final AdminTransactions transactions;

  public MeResource(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  @GET
  @Administrative("")
  public Response read(@Context SecurityContext caller) {
    long id = ((AccessToken) caller.getUserPrincipal()).subject().id();
    return UserResource.answer(
        transactions.in(
            Caller.of(caller.getUserPrincipal()), "", work -> new ManagedUsers(work).detail(id)));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(MeResource.class, "Me", "Reads your own account and what you may do.")
        .members();
  }
}
