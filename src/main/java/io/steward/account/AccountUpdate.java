package io.steward.account;

import io.steward.api.Input;
import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.database.Database;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.session.SessionTransactions;
import io.steward.token.AccessToken;
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
  private final SessionTransactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final CurrentPassword currentPassword;

  public AccountUpdate(
      Database database,
      SessionTransactions transactions,
      CurrentPassword currentPassword,
      Passwords passwords,
      PasswordPolicy policy) {
    this.database = database;
    this.transactions = transactions;
    this.passwords = passwords;
    this.policy = policy;
    this.currentPassword = currentPassword;
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
   * Updates an account; a new password ends all its sessions but the caller's.
   *
   * @param body the members, bare or wrapped in {@code user}
   * @throws io.steward.problem.ProblemException 400 with what is wrong; 401 when the user is gone
   */
  public User update(AccessToken caller, Input body) {
    return CurrentPassword.settled(() -> attempt(caller, body));
  }

  private Optional<User> attempt(AccessToken caller, Input body) {
    long userId = caller.subject().id();
    User before = Accounts.opened(database.read(em -> new Users(em).byId(userId)));
    Input input = body.unwrapped("user");
    Change change = read(input, before);
    boolean sensitive = change.isSensitiveFor(before);
    if (sensitive) {
      currentPassword.require(input.has("current_password") ? input : body, before);
    }
    Optional<String> hash = change.password().map(passwords::hash);
    return transactions.inTransaction(
        (em, sessions) -> {
          User now = Accounts.opened(new Users(em).byIdForUpdate(userId));
          boolean holds =
              sensitive ? CurrentPassword.isCurrent(now, before) : !change.isSensitiveFor(now);
          if (!holds) {
            return Optional.empty();
          }
          apply(change, hash, now, em);
          AuditLog audit = new AuditLog(em);
          Actor actor = new Actor.User(userId);
          AuditSubject subject = AuditSubject.session(userId, caller.sessionId());
          if (!now.email().equals(before.email())) {
            audit.record(actor, AuditEvent.EMAIL_CHANGED, subject);
          }
          if (hash.isPresent()) {
            sessions.endOthers(userId, caller.sessionId());
            audit.record(actor, AuditEvent.PASSWORD_CHANGED, subject);
          }
          return Optional.of(now);
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

  private static void apply(
      Change change, Optional<String> passwordHash, User user, EntityManager em) {
    change.email().ifPresent(user::changeEmail);
    user.rename(change.nameAfter(user.name()));
    passwordHash.ifPresent(user::changePassword);
    new Users(em).flush();
  }
}
