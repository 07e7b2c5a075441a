package io.steward.admin.user;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.PageAnswer;
import io.steward.api.MediaTypes;
import io.steward.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The list of users. */
@Path("admin/api/users")
@Produces(MediaTypes.JSON)
public final class UsersResource {
  private final AdminTransactions transactions;

  public UsersResource(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  @GET
  @Administrative("users.view_user")
  public Response list(@Context SecurityContext caller, @Context HttpServletRequest request) {
    ListRequest list = UserSearch.request(request.getQueryString());
    return PageAnswer.of(
        request,
        transactions.in(
            new Caller.Bearer((AccessToken) caller.getUserPrincipal()),
            "users.view_user",
            work -> new ManagedUsers(work.em()).page(list)));
  }
}
