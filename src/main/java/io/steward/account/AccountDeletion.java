package io.steward.account;

import io.steward.api.Input;
import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.database.Database;
import io.steward.session.SessionTransactions;
import io.steward.user.User;
import io.steward.user.Users;
import java.util.Optional;

/** Deletes one's own account; its tokens open nothing from then on. */
public final class AccountDeletion {
  private final Database database;
  private final SessionTransactions transactions;
  private final CurrentPassword currentPassword;

  public AccountDeletion(
      Database database, SessionTransactions transactions, CurrentPassword currentPassword) {
    this.database = database;
    this.transactions = transactions;
    this.currentPassword = currentPassword;
  }

  /**
   * Deletes an account.
   *
   * @throws io.steward.problem.ProblemException 400 without its password; 401 when it is gone
   */
  public void delete(long userId, Input body) {
    CurrentPassword.settled(() -> attempt(userId, body));
  }

  private Optional<User> attempt(long userId, Input body) {
    User before = Accounts.opened(database.read(em -> new Users(em).byId(userId)));
    currentPassword.require(body, before);
    return transactions.inTransaction(
        (em, sessions) -> {
          Users users = new Users(em);
          User now = Accounts.opened(users.byIdForUpdate(userId));
          if (!CurrentPassword.isCurrent(now, before)) {
            return Optional.empty();
          }
          sessions.endWithUser(userId);
          users.remove(now);
          new AuditLog(em)
              .record(new Actor.User(userId), AuditEvent.USER_DELETED, AuditSubject.user(userId));
          return Optional.of(now);
        });
  }
}
