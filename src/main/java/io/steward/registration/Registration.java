package io.steward.registration;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.database.Database;
import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.Clock;

/** Creates an account. */
public final class Registration {
  private final Database database;
  private final Throttle throttle;
  private final Passwords passwords;
  private final Clock clock;

  public Registration(Database database, Throttle throttle, Passwords passwords, Clock clock) {
    this.database = database;
    this.throttle = throttle;
    this.passwords = passwords;
    this.clock = clock;
  }

  /**
   * Adds an active user without permissions.
   *
   * @throws io.steward.problem.ProblemException 400 if the email address is taken, even if two
   *     registrations run at once; 429
   */
  public User register(EmailAddress email, Name name, Password password) {
    throttle.register();
    User user = User.create(email, name, passwords.hash(password), clock.instant());
    return database.inTransaction(
        em -> {
          new Users(em).add(user);
          new AuditLog(em)
              .record(
                  new Actor.User(user.id()), AuditEvent.REGISTERED, AuditSubject.user(user.id()));
          return user;
        });
  }
}
