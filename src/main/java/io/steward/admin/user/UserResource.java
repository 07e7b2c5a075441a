package io.steward.admin.user;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.problem.Fault;
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

/** One user. */
@Path("admin/api/users/{id}")
@Produces(MediaTypes.JSON)
public final class UserResource {
  private final AdminTransactions transactions;
  private final UserChange change;
  private final UserDeletion deletion;

  public UserResource(AdminTransactions transactions, UserChange change, UserDeletion deletion) {
    this.transactions = transactions;
    this.change = change;
    this.deletion = deletion;
  }

  @GET
  @Administrative("users.view_user")
  public Response read(@Context SecurityContext caller, @PathParam("id") long id) {
    return answer(
        transactions.in(
            Caller.of(caller.getUserPrincipal()),
            "users.view_user",
            work -> new ManagedUsers(work).detail(id)));
  }

  @PATCH
  @Consumes({MediaTypes.JSON, MediaTypes.MERGE_PATCH})
  @Administrative(UserChange.PERMISSION)
  public Response change(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    if (input.has("password")) {
      input.fault("password", new Fault("unknown", "Use users/" + id + "/set_password/."));
    }
    input.demandOnly(UserFields.CHANGEABLE);
    UserChange.Patch patch = new UserFields(input).patch();
    return answer(
        change.change(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition), patch));
  }

  @DELETE
  @Administrative(UserDeletion.PERMISSION)
  public void delete(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition) {
    deletion.delete(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition));
  }

  /** A user as every answer shows one. */
  public static Response answer(ManagedUser.Detail user) {
    return Response.ok(user.members()).header("ETag", IfMatch.tag(user.row().version())).build();
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(UserResource.class, "User", "Reads, changes and deletes a user.")
        .reading("PATCH", UserFields.views(false))
        .members();
  }
}
