package io.steward.account;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.database.Database;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.session.Tokens;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import java.util.List;
import java.util.Optional;

/** Trades one's password for another; every session ends, and a new one begins. */
public final class PasswordChange {
  private static final TextField NEW_PASSWORD =
      TextField.secret("new_password", PasswordPolicy.LONGEST);

  private final Database database;
  private final SessionTransactions transactions;
  private final Grants grants;
  private final Passwords passwords;
  private final PasswordPolicy policy = new PasswordPolicy();
  private final CurrentPassword currentPassword;

  public PasswordChange(
      Database database,
      SessionTransactions transactions,
      Grants grants,
      CurrentPassword currentPassword,
      Passwords passwords) {
    this.database = database;
    this.transactions = transactions;
    this.grants = grants;
    this.passwords = passwords;
    this.currentPassword = currentPassword;
  }

  /**
   * Changes the password.
   *
   * @throws io.steward.problem.ProblemException 400 with what is wrong; 401 when the user is gone
   */
  public Tokens change(long userId, Input body) {
    return CurrentPassword.settled(() -> attempt(userId, body));
  }

  private Optional<Tokens> attempt(long userId, Input body) {
    User before = Accounts.opened(database.read(em -> new Users(em).byId(userId)));
    String password = read(body, before);
    String hash = passwords.hash(password);
    return transactions.inTransaction(
        (em, sessions) -> {
          User now = Accounts.opened(new Users(em).byIdForUpdate(userId));
          if (!CurrentPassword.isCurrent(now, before)) {
            return Optional.empty();
          }
          now.changePassword(hash);
          sessions.endAll(userId);
          new AuditLog(em)
              .record(
                  new Actor.User(userId), AuditEvent.PASSWORD_CHANGED, AuditSubject.user(userId));
          return Optional.of(grants.start(sessions, now).tokens());
        });
  }

  private String read(Input body, User user) {
    Optional<String> password = body.require(NEW_PASSWORD);
    password
        .map(p -> policy.faults(p, attributes(user)))
        .ifPresent(faults -> faults.forEach(fault -> body.fault(NEW_PASSWORD.name(), fault)));
    currentPassword.require(body, user);
    return password.orElseThrow();
  }

  private static List<PasswordPolicy.Attribute> attributes(User user) {
    return AccountFields.attributes(user.name(), EmailAddress.parse(user.email()));
  }
}
