package io.steward.account;

import io.steward.audit.Actor;
import io.steward.credential.AcceptedPassword;
import io.steward.credential.Checked;
import io.steward.credential.CurrentPassword;
import io.steward.credential.NewPassword;
import io.steward.credential.NewPassword.Replacement;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** Replaces the caller's own password. All of the user's sessions end, and a new session starts. */
public final class PasswordChange {
  private final ActiveUsers activeUsers;
  private final SessionTransactions transactions;
  private final Grants grants;
  private final CurrentPassword currentPassword;
  private final NewPassword newPassword;

  public PasswordChange(
      ActiveUsers activeUsers,
      SessionTransactions transactions,
      Grants grants,
      CurrentPassword currentPassword,
      NewPassword newPassword) {
    this.activeUsers = activeUsers;
    this.transactions = transactions;
    this.grants = grants;
    this.currentPassword = currentPassword;
    this.newPassword = newPassword;
  }

  /**
   * Changes the password.
   *
   * @param user the user as read before the change, without a row lock
   * @throws io.steward.problem.ProblemException 400 if the current password is wrong; 401 if the
   *     user is gone; 429 after too many wrong passwords; 503 while this node issues no tokens
   */
  public Checked<Grants.Started> change(User user, Password current, Password fresh) {
    grants.demandClock();
    return newPassword
        .check(fresh, user.name(), EmailAddress.parse(user.email()))
        .map(
            accepted ->
                CurrentPassword.settled(
                    user,
                    () -> activeUsers.open(user.id()),
                    before -> attempt(before, current, accepted)));
  }

  private Optional<Grants.Started> attempt(User before, Password current, AcceptedPassword fresh) {
    currentPassword.prove(current, before);
    PasswordHash hash = newPassword.hash(fresh);
    return transactions.inTransaction(
        (em, sessions) ->
            ActiveUsers.locked(em, before.id())
                .filter(now -> CurrentPassword.isCurrent(now, before))
                .map(now -> replace(em, sessions, now, hash)));
  }

  private Grants.Started replace(
      EntityManager em, Sessions sessions, User user, PasswordHash hash) {
    Grants.Started started = grants.start(em, sessions, user);
    Actor owner = new Actor.User(user.id());
    newPassword.replace(
        em, sessions, user, new Replacement(owner, hash, Optional.of(started.sessionId())));
    return started;
  }
}
