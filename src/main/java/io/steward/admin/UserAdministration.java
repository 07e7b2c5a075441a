package io.steward.admin;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.credential.NewPassword.Replacement;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Creates superusers, activates and deactivates accounts, and sets their passwords. */
public final class UserAdministration {
  private final SessionTransactions transactions;
  private final NewPassword newPassword;
  private final InstantSource clock;

  public UserAdministration(
      SessionTransactions transactions, NewPassword newPassword, InstantSource clock) {
    this.transactions = transactions;
    this.newPassword = newPassword;
    this.clock = clock;
  }

  /**
   * Adds an active user with every permission. The password may be one that the policy refuses.
   *
   * @param password if empty, the user cannot log in until a password is set
   * @throws ProblemException 400 if the email address is taken
   */
  public Checked<User> createSuperuser(
      Actor actor, EmailAddress email, Name name, Optional<Password> password) {
    Checked<PasswordHash> checked =
        password
            .map(typed -> newPassword.checkWithoutPolicy(typed).map(newPassword::hash))
            .orElseGet(() -> new Checked.Accepted<>(Passwords.unusable()));
    return checked.map(hash -> addSuperuser(actor, email, name, hash));
  }

  private User addSuperuser(Actor actor, EmailAddress email, Name name, PasswordHash hash) {
    // Before the transaction, because the clock may be the database's.
    Instant now = clock.instant();
    return transactions.inTransaction(
        (em, sessions) -> {
          User user = User.createSuperuser(email, name, hash, now);
          new Users(em).add(user);
          newPassword.forgive(em, user);
          record(em, actor, AuditEvent.SUPERUSER_CREATED, user);
          return user;
        });
  }

  /**
   * Lets a user log in again.
   *
   * @throws ProblemException 404 if there is no such user
   */
  public User activate(Actor actor, long userId) {
    return change(
        userId,
        (em, sessions, user) -> {
          user.activate();
          record(em, actor, AuditEvent.USER_ACTIVATED, user);
        });
  }

  /**
   * Ends all sessions of a user. The user cannot log in until the account is activated again.
   *
   * @throws ProblemException 404 if there is no such user
   */
  public User deactivate(Actor actor, long userId) {
    return change(
        userId,
        (em, sessions, user) -> {
          user.deactivate();
          sessions.endAll(userId);
          record(em, actor, AuditEvent.USER_DEACTIVATED, user);
        });
  }

  /** Ends the sessions of all users that began before a time. */
  public void endSessions(Actor actor, Instant before) {
    transactions.inTransaction(
        (em, sessions) -> {
          sessions.endEverybody(before);
          new AuditLog(em)
              .record(actor, AuditEvent.SESSIONS_ENDED, AuditSubject.UNKNOWN, "before " + before);
          return true;
        });
  }

  /**
   * Sets a user's password and ends all of the user's sessions.
   *
   * @throws ProblemException 404 if there is no such user
   */
  public Checked<User> setPassword(Actor actor, long userId, Password password) {
    User user = found(transactions.read((em, sessions) -> new Users(em).byId(userId)));
    return newPassword
        .check(password, user.name(), EmailAddress.parse(user.email()))
        .map(accepted -> replacePassword(actor, userId, newPassword.hash(accepted)));
  }

  private User replacePassword(Actor actor, long userId, PasswordHash hash) {
    Replacement replacement = new Replacement(actor, hash, Optional.empty());
    return change(
        userId, (em, sessions, user) -> newPassword.replace(em, sessions, user, replacement));
  }

  /** A change of a user whose row is locked. */
  private interface Change {
    void apply(EntityManager em, Sessions sessions, User user);
  }

  private User change(long userId, Change change) {
    return found(
        transactions.inTransaction(
            (em, sessions) -> {
              Optional<User> locked = new Users(em).byIdForUpdate(userId);
              locked.ifPresent(user -> change.apply(em, sessions, user));
              return locked;
            }));
  }

  private static User found(Optional<User> user) {
    return user.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
  }

  private static void record(EntityManager em, Actor actor, AuditEvent event, User user) {
    new AuditLog(em).record(actor, event, AuditSubject.user(user.id()));
  }
}
