package io.steward.admin.user;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.PageAnswer;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.password.Password;
import io.steward.token.AccessToken;
import io.steward.user.AccountFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;

/** The list of users. */
@Path("admin/api/users")
@Produces(MediaTypes.JSON)
public final class UsersResource {
  private final AdminTransactions transactions;
  private final UserCreation creation;

  public UsersResource(AdminTransactions transactions, UserCreation creation) {
    this.transactions = transactions;
    this.creation = creation;
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

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(UserCreation.PERMISSION)
  public Response create(
      @Context SecurityContext caller, @Context HttpServletRequest request, Input input) {
    input.demandOnly(UserFields.OF_NEW);
    UserFields fields = new UserFields(input);
    Optional<Password> password = fields.password();
    UserCreation.NewUser user = fields.newUser();
    ManagedUser.Detail created =
        creation
            .create(Caller.of(caller.getUserPrincipal()), user, password)
            .orElseThrow(AccountFields::passwordRefusal);
    String address = request.getRequestURL().toString().replaceFirst("/?$", "/");
    return Response.status(Response.Status.CREATED)
        .header("Location", address + created.row().id() + "/")
        .header("ETag", IfMatch.tag(created.row().version()))
        .entity(created.members())
        .build();
  }
}
