package io.steward.admin.user;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.Target;
import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.credential.NewPassword.Replacement;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import java.util.Optional;

/** Sets the passwords of other users. */
public final class UserPassword {
  private final AdminTransactions transactions;
  private final NewPassword newPassword;

  public UserPassword(AdminTransactions transactions, NewPassword newPassword) {
    this.transactions = transactions;
    this.newPassword = newPassword;
  }

  /**
   * Sets a user's password and ends all of the user's sessions.
   *
   * @param password if empty, the user cannot log in until a password is set
   * @throws io.steward.problem.ProblemException 403; 404; 412
   */
  public Checked<ManagedUser.Detail> set(
      Caller caller, long userId, IfMatch condition, Optional<Password> password) {
    // Before the slow hash, and before the policy says anything about the name.
    User user =
        transactions.in(
            caller, UserChange.PERMISSION, work -> target(work, userId, condition).user());
    return password
        .map(
            typed ->
                newPassword
                    .check(typed, user.name(), EmailAddress.parse(user.email()))
                    .map(newPassword::hash))
        .orElseGet(() -> new Checked.Accepted<>(Passwords.unusable()))
        .map(
            hash ->
                transactions.in(
                    caller,
                    UserChange.PERMISSION,
                    work -> replace(target(work, userId, condition), hash)));
  }

  private static Target target(Work work, long userId, IfMatch condition) {
    Target target = Target.locked(work, userId);
    target.demandLogInAllowed();
    condition.demand(new ManagedUsers(work).byId(userId).version());
    return target;
  }

  private ManagedUser.Detail replace(Target target, PasswordHash hash) {
    Work work = target.work();
    User user = target.user();
    newPassword.replace(
        work.em(), work.sessions(), user, new Replacement(work.actor(), hash, Optional.empty()));
    Users users = new Users(work.em());
    users.flush();
    users.raiseVersion(user.id());
    return new ManagedUsers(work).detail(user.id());
  }
}
