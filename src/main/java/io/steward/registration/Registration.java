package io.steward.registration;

import io.steward.credential.AcceptedPassword;
import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.Notices;
import io.steward.database.Database;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.registration.Newcomers.Newcomer;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import java.util.Optional;

/** Creates an account. */
public final class Registration {
  private final Database database;
  private final Throttle throttle;
  private final NewPassword newPassword;
  private final Newcomers newcomers;
  private final Notices notices;

  public Registration(
      Database database,
      Throttle throttle,
      NewPassword newPassword,
      Newcomers newcomers,
      Notices notices) {
    this.database = database;
    this.throttle = throttle;
    this.newPassword = newPassword;
    this.newcomers = newcomers;
    this.notices = notices;
  }

  /**
   * Adds a user without permissions, and asks to verify the address.
   *
   * @param language a language tag; may be empty
   * @throws io.steward.problem.ProblemException 400 if the email address is taken, even if two
   *     registrations run at once; 429
   */
  public Checked<User> register(EmailAddress email, Name name, Password password, String language) {
    return newPassword
        .check(password, name, Optional.of(email))
        .map(accepted -> add(email, name, accepted, language));
  }

  private User add(EmailAddress email, Name name, AcceptedPassword password, String language) {
    throttle.claim();
    PasswordHash hash = newPassword.hash(password);
    return database.inTransaction(
        em -> {
          User user = newcomers.add(em, new Newcomer(email, name, hash, language));
          notices.askToVerify(em, user, language);
          return user;
        });
  }
}
