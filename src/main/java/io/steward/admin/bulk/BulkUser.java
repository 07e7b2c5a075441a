package io.steward.admin.bulk;

import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Target;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserChange.Patch;
import io.steward.admin.user.UserCreation;
import io.steward.admin.user.UserCreation.NewUser;
import io.steward.admin.user.UserFields;
import io.steward.api.Input;
import io.steward.credential.NewPassword;
import io.steward.password.PasswordHash;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import java.util.Optional;

/** Creates or changes the user of one line, in the transaction of some lines. */
final class BulkUser {
  private final UserCreation creation;
  private final UserChange change;
  private final NewPassword newPassword;

  BulkUser(UserCreation creation, UserChange change, NewPassword newPassword) {
    this.creation = creation;
    this.change = change;
    this.newPassword = newPassword;
  }

  /** The status of a line and the id of its user. */
  record Done(int status, long id) {}

  /**
   * Creates the user, or changes the one with the id or address of the line.
   *
   * @throws ProblemException as {@link UserCreation#add} and {@link UserChange#apply}
   */
  Done apply(Work work, BulkLine line, BulkKeys keys) {
    if (line.isHash() && !work.rights().isSuperuser()) {
      throw refusal("Only a superuser may send password_hash.");
    }
    Optional<Long> id = line.id();
    if (id.isPresent()) {
      return change(work, line, id.get(), keys);
    }
    Optional<User> known = new Users(work.em()).byEmail(line.email());
    if (known.isPresent()) {
      return change(work, line, known.get().id(), keys);
    }
    keys.add(EmailAddress.canonical(line.email()), line.number());
    return create(work, line, keys);
  }

  private Done create(Work work, BulkLine line, BulkKeys keys) {
    NewUser user = new UserFields(line.input()).newUser();
    line.demandPolicy(newPassword, user.name(), Optional.of(user.email()));
    line.demandNoVersion();
    long id = creation.add(work, user, line.hash().orElseThrow());
    keys.add(id, line.number());
    return new Done(201, id);
  }

  private Done change(Work work, BulkLine line, long id, BulkKeys keys) {
    if (!work.rights().has(UserChange.PERMISSION)) {
      throw refusal("You need the permission " + UserChange.PERMISSION + ".");
    }
    keys.add(id, line.number());
    Input input = line.input();
    Patch patch = new UserFields(input).patch();
    // An address that finds the user is a key, not a change, even if it is spelled differently.
    Patch changed = line.id().isPresent() ? patch : withoutEmail(patch);
    Optional<PasswordHash> hash = line.hash().filter(given -> line.setsPassword());
    // The groups count that the user has before this line.
    hash.ifPresent(given -> Target.locked(work, id).demandLogInAllowed());
    change.apply(work, id, line.condition(), changed);
    hash.ifPresent(given -> replace(work, line, id, given));
    new Users(work.em()).release();
    return new Done(200, id);
  }

  private void replace(Work work, BulkLine line, long id, PasswordHash hash) {
    User user = Target.locked(work, id).user();
    line.demandPolicy(newPassword, user.name(), EmailAddress.parse(user.email()));
    newPassword.replace(
        work.em(),
        work.sessions(),
        user,
        new NewPassword.Replacement(work.actor(), hash, Optional.empty()));
    Users users = new Users(work.em());
    users.flush();
    users.raiseVersion(id);
  }

  private static Patch withoutEmail(Patch patch) {
    return new Patch(
        Optional.empty(),
        patch.isEmailVerified(),
        patch.firstName(),
        patch.lastName(),
        patch.activity(),
        patch.isStaff(),
        patch.isSuperuser(),
        patch.groups(),
        patch.permissions(),
        patch.language());
  }

  private static ProblemException refusal(String sentence) {
    return new ProblemException(ProblemType.FORBIDDEN, sentence);
  }
}
