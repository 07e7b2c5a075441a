package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.account.AccountUpdate.Asker;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.credential.CurrentPassword;
import io.steward.credential.NewPassword;
import io.steward.password.Password;
import io.steward.token.AccessToken;
import io.steward.user.AccountFields;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.UserView;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads, changes and deletes the caller's own account. */
@Path("user/update")
@Produces(MediaTypes.JSON)
public final class AccountResource {
  private final ActiveUsers activeUsers;
  private final NewPassword newPassword;
  private final AccountUpdate update;
  private final AccountDeletion deletion;

  public AccountResource(
      ActiveUsers activeUsers,
      NewPassword newPassword,
      AccountUpdate update,
      AccountDeletion deletion) {
    this.activeUsers = activeUsers;
    this.newPassword = newPassword;
    this.update = update;
    this.deletion = deletion;
  }

  @GET
  @Authenticated(takesCookie = true)
  public UserView read(@Context SecurityContext caller) {
    return activeUsers.view(token(caller));
  }

  @PUT
  @Authenticated(takesCookie = true)
  public UserView replace(
      @Context SecurityContext caller,
      Input body,
      @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    return change(caller, body, languages);
  }

  @PATCH
  @Authenticated(takesCookie = true)
  public UserView change(
      @Context SecurityContext caller,
      Input body,
      @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    User user = user(caller);
    Input input = body.unwrapped("user");
    AccountUpdate.Change change = change(input, user);
    Input proof = input.has(CurrentPassword.FIELD.name()) ? input : body;
    Optional<Password> current =
        change.isSensitiveFor(user) ? Optional.of(currentPassword(proof)) : unaskedPassword(proof);
    Asker asker = new Asker(token(caller).sessionId(), Language.preferred(languages), current);
    User updated = update.update(user, asker, change).orElseThrow(AccountFields::passwordRefusal);
    return UserView.of(updated);
  }

  private AccountUpdate.Change change(Input input, User user) {
    AccountFields fields = new AccountFields(input);
    AccountUpdate.Change change =
        new AccountUpdate.Change(
            fields.emailOtherThan(user.email()),
            fields.firstName(),
            fields.lastName(),
            fields.password(),
            input.read(Language.FIELD));
    update.addressFault(user, change).ifPresent(fields::refuseEmail);
    Name name = change.nameAfter(user.name());
    change
        .password()
        .map(password -> newPassword.faults(password, name, change.emailAfter(user)))
        .ifPresent(fields::refusePassword);
    input.refuseFaults();
    return change;
  }

  @DELETE
  @Authenticated(takesCookie = true)
  public void delete(@Context SecurityContext caller, Input body) {
    deletion.delete(user(caller), currentPassword(body));
  }

  private static Password currentPassword(Input input) {
    Optional<String> text = input.require(CurrentPassword.FIELD);
    input.refuseFaults();
    return new Password(text.orElseThrow());
  }

  /**
   * The current password, if the request contains one. The change did not require it when the user
   * was read, but may require it once the user's row is locked.
   */
  private static Optional<Password> unaskedPassword(Input input) {
    return input
        .peek(CurrentPassword.FIELD.name())
        .filter(text -> CurrentPassword.FIELD.faults(text).isEmpty())
        .map(Password::new);
  }

  @OPTIONS
  @Authenticated(takesCookie = true)
  public Map<String, Object> describe() {
    FieldView current = CurrentPassword.FIELD.view(false);
    FieldView[] change =
        Stream.concat(Arrays.stream(AccountFields.views(false)), Stream.of(current))
            .toArray(FieldView[]::new);
    return Description.of("User Retrieve Update Api")
        .reading("PUT", change)
        .reading("PATCH", change)
        .reading("DELETE", CurrentPassword.FIELD.view(true))
        .members();
  }

  private User user(SecurityContext caller) {
    return activeUsers.of(token(caller));
  }

  private static AccessToken token(SecurityContext caller) {
    return (AccessToken) caller.getUserPrincipal();
  }
}
