package io.steward.account;

import io.steward.api.Input;
import io.steward.database.Database;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** Changes what was sent of one's own account, and nothing else. */
public final class AccountUpdate {
  private final Database database;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final CurrentPassword currentPassword;

  public AccountUpdate(Database database, Passwords passwords, PasswordPolicy policy) {
    this.database = database;
    this.passwords = passwords;
    this.policy = policy;
    this.currentPassword = new CurrentPassword(passwords);
  }

  /** What is to be changed. */
  private record Change(
      Optional<EmailAddress> email,
      Optional<String> firstName,
      Optional<String> lastName,
      Optional<String> password) {

    boolean isSensitiveFor(User user) {
      return password.isPresent() || email.filter(e -> !e.text().equals(user.email())).isPresent();
    }

    Name nameAfter(Name before) {
      return new Name(firstName.orElse(before.first()), lastName.orElse(before.last()));
    }
  }

  /**
   * Updates an account.
   *
   * @param body the members, bare or wrapped in {@code user}
   * @throws io.steward.problem.ProblemException 400 with what is wrong; 401 when the user is gone
   */
  public User update(long userId, Input body) {
    return CurrentPassword.settled(() -> attempt(userId, body));
  }

  private Optional<User> attempt(long userId, Input body) {
    User before = Accounts.opened(database.read(em -> new Users(em).byId(userId)));
    Input input = body.unwrapped("user");
    Change change = read(input, before);
    boolean sensitive = change.isSensitiveFor(before);
    if (sensitive) {
      currentPassword.require(input.has("current_password") ? input : body, before);
    }
    Optional<String> hash = change.password().map(passwords::hash);
    return database.inTransaction(
        em -> {
          User now = Accounts.opened(new Users(em).byIdForUpdate(userId));
          boolean holds =
              sensitive ? CurrentPassword.isCurrent(now, before) : !change.isSensitiveFor(now);
          return holds ? Optional.of(apply(change, hash, now, em)) : Optional.empty();
        });
  }

  private Change read(Input input, User before) {
    AccountFields fields = new AccountFields(input, policy);
    Change change =
        new Change(fields.email(), fields.firstName(), fields.lastName(), fields.password());
    change
        .password()
        .ifPresent(
            password ->
                fields.judge(
                    password,
                    change.nameAfter(before.name()),
                    change.email().or(() -> EmailAddress.parse(before.email()))));
    input.refuseFaults();
    return change;
  }

  private static User apply(
      Change change, Optional<String> passwordHash, User user, EntityManager em) {
    change.email().ifPresent(user::changeEmail);
    user.rename(change.nameAfter(user.name()));
    passwordHash.ifPresent(user::changePassword);
    new Users(em).flush();
    return user;
  }
}
