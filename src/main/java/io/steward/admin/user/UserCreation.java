package io.steward.admin.user;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.Memberships;
import io.steward.audit.AuditEvent;
import io.steward.audit.Changes;
import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Adds users. */
public final class UserCreation {
  public static final String PERMISSION = "users.add_user";

  private final AdminTransactions transactions;
  private final NewPassword newPassword;
  private final InstantSource clock;

  public UserCreation(
      AdminTransactions transactions, NewPassword newPassword, InstantSource clock) {
    this.transactions = transactions;
    this.newPassword = newPassword;
    this.clock = clock;
  }

  /**
   * A user to add.
   *
   * @param isEmailVerified whether the administrator vouches for the address
   * @param groups the names of the groups
   * @param permissions the codes of the permissions that the user gets directly
   * @param language a language tag; empty if unknown
   */
  public record NewUser(
      EmailAddress email,
      Name name,
      boolean isEmailVerified,
      boolean isActive,
      boolean isStaff,
      boolean isSuperuser,
      Set<String> groups,
      Set<String> permissions,
      String language) {
    /** Django's {@code create_superuser}: staff, with every permission. */
    public static NewUser superuser(EmailAddress email, Name name) {
      return new NewUser(email, name, true, true, true, true, Set.of(), Set.of(), "");
    }

    private boolean hasRights() {
      return isStaff || isSuperuser || !groups.isEmpty() || !permissions.isEmpty();
    }

    private Changes changes(PasswordHash hash) {
      return new Changes()
          .addNew("email", email.text())
          .addNew("first_name", name.first())
          .addNew("last_name", name.last())
          .addNew("language", language)
          .addNew("email_verified", isEmailVerified)
          .addNew("is_active", isActive)
          .addNew("is_staff", isStaff)
          .addNew("is_superuser", isSuperuser)
          .addNew("groups", groups.stream().sorted().toList())
          .addNew("permissions", permissions.stream().sorted().toList())
          .addNew("has_usable_password", hash.isUsable());
    }
  }

  /**
   * Adds a user.
   *
   * @param password if empty, the user cannot log in until a password is set
   * @throws ProblemException 400 if the email address is taken, or a group or permission is
   *     unknown; 403 for rights that the caller may not give
   */
  public Checked<ManagedUser.Detail> create(
      Caller caller, NewUser user, Optional<Password> password) {
    return password
        .map(
            typed ->
                newPassword
                    .check(typed, user.name(), Optional.of(user.email()))
                    .map(newPassword::hash))
        .orElseGet(() -> new Checked.Accepted<>(Passwords.unusable()))
        .map(hash -> create(caller, user, hash));
  }

  /**
   * Adds a superuser. The password may be one that the policy refuses.
   *
   * @throws ProblemException 400 if the email address is taken
   */
  public Checked<ManagedUser.Detail> createSuperuser(
      Caller.Operator operator, EmailAddress email, Name name, Optional<Password> password) {
    return password
        .map(typed -> newPassword.checkWithoutPolicy(typed).map(newPassword::hash))
        .orElseGet(() -> new Checked.Accepted<>(Passwords.unusable()))
        .map(hash -> create(operator, NewUser.superuser(email, name), hash));
  }

  private ManagedUser.Detail create(Caller caller, NewUser user, PasswordHash hash) {
    return user.hasRights()
        ? transactions.changingRights(caller, PERMISSION, work -> added(work, user, hash))
        : transactions.in(caller, PERMISSION, work -> added(work, user, hash));
  }

  private ManagedUser.Detail added(Work work, NewUser user, PasswordHash hash) {
    return new ManagedUsers(work).detail(add(work, user, hash));
  }

  /**
   * Adds a user in this transaction, which must be one that changes rights if the user gets any.
   * Reads nothing of the new user, because a request may add many.
   *
   * @return the id
   * @throws ProblemException as {@link #create}
   */
  public long add(Work work, NewUser given, PasswordHash hash) {
    if (given.isSuperuser()) {
      UserChange.demandSuperuser(work);
    }
    if (given.isStaff() && !work.rights().has(UserChange.PERMISSION)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "You need the permission " + UserChange.PERMISSION + " to add staff.");
    }
    Memberships.demandKnown(
        work.em(), given.groups(), given.permissions(), Optional.of(given.email()), 0);
    User user = User.create(given.email(), given.name(), hash, clock.instant());
    user.speak(given.language());
    user.empower(given.isStaff(), given.isSuperuser());
    if (given.isEmailVerified()) {
      user.verifyEmail(clock.instant());
    }
    if (!given.isActive()) {
      user.deactivate(null);
    }
    new Users(work.em()).add(user);
    newPassword.claimed(work.em(), user);
    Memberships memberships = Memberships.ofNewUser(work, user);
    memberships.addGroups(given.groups());
    memberships.addPermissions(given.permissions());
    AuditEvent event = given.isSuperuser() ? AuditEvent.SUPERUSER_CREATED : AuditEvent.USER_CREATED;
    work.record(event, user.id(), "", given.changes(hash));
    return user.id();
  }
}
