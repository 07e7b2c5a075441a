package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.database.Database;
import io.steward.token.AccessToken;
import io.steward.user.UserView;
import io.steward.user.Users;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** The door to one's own account. */
@Path("user/update")
@Produces(MediaTypes.JSON)
public final class AccountResource {
  private final Database database;
  private final AccountUpdate update;
  private final AccountDeletion deletion;

  public AccountResource(Database database, AccountUpdate update, AccountDeletion deletion) {
    this.database = database;
    this.update = update;
    this.deletion = deletion;
  }

  @GET
  @Authenticated
  public UserView read(@Context SecurityContext caller) {
    long userId = userId(caller);
    return UserView.of(Accounts.opened(database.read(em -> new Users(em).byId(userId))));
  }

  @PUT
  @Authenticated
  public UserView replace(@Context SecurityContext caller, Input body) {
    return change(caller, body);
  }

  @PATCH
  @Authenticated
  public UserView change(@Context SecurityContext caller, Input body) {
    return UserView.of(update.update(token(caller), body));
  }

  @DELETE
  @Authenticated
  public void delete(@Context SecurityContext caller, Input body) {
    deletion.delete(userId(caller), body);
  }

  @OPTIONS
  @Authenticated
  public Description describe() {
    return Description.of("User Retrieve Update Api");
  }

  private static long userId(SecurityContext caller) {
    return token(caller).subject().id();
  }

  private static AccessToken token(SecurityContext caller) {
    return (AccessToken) caller.getUserPrincipal();
  }
}
