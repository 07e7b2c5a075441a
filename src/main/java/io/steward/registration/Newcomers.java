package io.steward.registration;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.NewPassword;
import io.steward.password.PasswordHash;
import io.steward.settings.web.RegistrationMode;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** Stores the accounts of users who register. */
public final class Newcomers {
  private final NewPassword newPassword;
  private final RegistrationMode mode;
  private final Clock clock;

  public Newcomers(NewPassword newPassword, RegistrationMode mode, Clock clock) {
    this.newPassword = newPassword;
    this.mode = mode;
    this.clock = clock;
  }

  /**
   * A person who registers.
   *
   * @param language a language tag; may be empty
   */
  public record Newcomer(EmailAddress email, Name name, PasswordHash hash, String language) {}

  /**
   * Adds a user without permissions, who is active unless an administrator has to approve.
   *
   * @throws io.steward.problem.ProblemException 400 if the email address is taken
   */
  User add(EntityManager em, Newcomer newcomer) {
    User user = stored(em, newcomer, mode == RegistrationMode.APPROVED);
    newPassword.welcome(em, user);
    return user;
  }

  /**
   * Adds an active user, even if new registrations now need approval. Guesses at the password do
   * not reveal the new account.
   *
   * @throws io.steward.problem.ProblemException 400 if the email address is taken
   */
  User addActive(EntityManager em, Newcomer newcomer) {
    User user = stored(em, newcomer, false);
    newPassword.welcomeQuietly(em, user);
    return user;
  }

  private User stored(EntityManager em, Newcomer newcomer, boolean awaitsApproval) {
    User user = User.create(newcomer.email(), newcomer.name(), newcomer.hash(), clock.instant());
    user.speak(newcomer.language());
    if (awaitsApproval) {
      user.awaitApproval();
    }
    new Users(em).add(user);
    new AuditLog(em)
        .record(new Actor.User(user.id()), AuditEvent.REGISTERED, AuditSubject.user(user.id()));
    return user;
  }
}
