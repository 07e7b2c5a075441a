package io.steward.registration;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.AcceptedPassword;
import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.database.Database;
import io.steward.password.Password;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.Clock;
import java.util.Optional;

/** Creates an account. */
public final class Registration {
  private final Database database;
  private final Throttle throttle;
  private final NewPassword newPassword;
  private final Clock clock;

  public Registration(Database database, Throttle throttle, NewPassword newPassword, Clock clock) {
    this.database = database;
    this.throttle = throttle;
    this.newPassword = newPassword;
    this.clock = clock;
  }

  /**
   * Adds an active user without permissions.
   *
   * @throws io.steward.problem.ProblemException 400 if the email address is taken, even if two
   *     registrations run at once; 429
   */
  public Checked<User> register(EmailAddress email, Name name, Password password) {
    return newPassword
        .check(password, name, Optional.of(email))
        .map(accepted -> add(email, name, accepted));
  }

  private User add(EmailAddress email, Name name, AcceptedPassword password) {
    throttle.claim();
    User user = User.create(email, name, newPassword.hash(password), clock.instant());
    return database.inTransaction(
        em -> {
          new Users(em).add(user);
          newPassword.welcome(em, user);
          new AuditLog(em)
              .record(
                  new Actor.User(user.id()), AuditEvent.REGISTERED, AuditSubject.user(user.id()));
          return user;
        });
  }
}
