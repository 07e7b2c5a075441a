package io.steward.account;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.Changes;
import io.steward.credential.CurrentPassword;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Deletes the caller's own account; from then on the account's tokens are rejected. */
public final class AccountDeletion {
  private final ActiveUsers activeUsers;
  private final SessionTransactions transactions;
  private final CurrentPassword currentPassword;

  public AccountDeletion(
      ActiveUsers activeUsers, SessionTransactions transactions, CurrentPassword currentPassword) {
    this.activeUsers = activeUsers;
    this.transactions = transactions;
    this.currentPassword = currentPassword;
  }

  /**
   * Deletes an account.
   *
   * @param user the user as read before the change, without a row lock
   * @throws ProblemException 400 if the password is wrong; 401 if the user is gone; 409 for the
   *     last active superuser, or while the owner of a former address can undo the change; 429
   *     after too many wrong passwords
   */
  public void delete(User user, Password current) {
    CurrentPassword.settled(
        user, () -> activeUsers.open(user.id()), before -> attempt(before, current));
  }

  private Optional<User> attempt(User before, Password current) {
    currentPassword.prove(current, before);
    return transactions.inTransaction(
        (em, sessions) -> {
          if (before.isSuperuser()) {
            new Users(em).lockRights();
          }
          // The lock above depends on the superuser status: if it has changed, read the user again.
          Optional<User> locked =
              ActiveUsers.locked(em, before.id())
                  .filter(now -> CurrentPassword.isCurrent(now, before))
                  .filter(now -> now.isSuperuser() == before.isSuperuser());
          locked.ifPresent(now -> delete(em, sessions, now));
          return locked;
        });
  }

  private static void delete(EntityManager em, Sessions sessions, User user) {
    // A thief would otherwise end the link that gives the account back.
    if (new OneTimeTokens(em).canUndo(user)) {
      throw new ProblemException(ProblemType.UNDO_OPEN);
    }
    new Users(em).demandOtherSuperuser(user);
    sessions.endWithUser(user.id());
    Changes lost =
        new Changes()
            .addOld("is_staff", user.isStaff())
            .addOld("is_superuser", user.isSuperuser())
            .addOld("groups", List.copyOf(user.groups()))
            .addOld("permissions", new Users(em).permissions(user.id()));
    new Users(em).remove(user);
    Actor owner = new Actor.User(user.id());
    // After the deletion, only this record links the id to the address.
    new AuditLog(em)
        .record(owner, AuditEvent.USER_DELETED, AuditSubject.user(user.id()), user.email(), lost);
  }
}
