package io.steward.login;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** Exchanges an email address and a password for tokens. */
public final class Login {
  private final SessionTransactions transactions;
  private final Throttle throttle;
  private final Passwords passwords;
  private final Grants grants;
  private final Admission admission;

  public Login(
      SessionTransactions transactions,
      Throttle throttle,
      Passwords passwords,
      Grants grants,
      Admission admission) {
    this.transactions = transactions;
    this.throttle = throttle;
    this.passwords = passwords;
    this.grants = grants;
    this.admission = admission;
  }

  /**
   * Logs in and sets {@code last_login}, unless the address must be verified first.
   *
   * @param email as it was typed
   * @param language of the person, as a tag; may be empty
   * @throws ProblemException 503 while this node issues no tokens; 429; 403, with the same response
   *     for an unknown email address and a wrong password
   */
  public LoginOutcome login(String email, Password password, String language) {
    grants.demandClock();
    Throttle.Guess guess = throttle.guess(EmailAddress.canonical(email));
    // No account can have a password this long, so no hash is computed.
    if (password.isTooLong()) {
      throw refusal(guess, Optional.empty());
    }
    // Tried twice, because a concurrent log-in may replace the imported hash during the first
    // attempt.
    return attempt(email, password, language, guess)
        .or(() -> attempt(email, password, language, guess))
        .orElseThrow(() -> refusal(guess, Optional.empty()));
  }

  /** Empty if the user was deactivated or the stored hash was replaced during the verification. */
  private Optional<LoginOutcome> attempt(
      String email, Password password, String language, Throttle.Guess guess) {
    Optional<User> user = transactions.read((em, sessions) -> new Users(em).byEmail(email));
    boolean correct =
        user.map(u -> passwords.verify(password, Optional.of(u.password())))
            .orElseGet(() -> passwords.refuse(password, EmailAddress.canonical(email)));
    User known =
        user.filter(u -> correct && guess.isOpen() && !admission.hides(u))
            .orElseThrow(() -> refusal(guess, user));
    if (!known.isActive()) {
      return Optional.of(
          new LoginOutcome.Inactive(
              known.awaitsApproval(), known.inactiveUntil(), refusal(guess, user)));
    }
    guess.succeeded(known.id(), known.password().encoded());
    if (admission.refuses(known)) {
      return Optional.of(unverified(known, language));
    }
    // The first log-in may come from elsewhere than the registration, without a notice.
    boolean isNotable = guess.isFromNewOrigin() && known.lastLogin().isPresent();
    return start(known, upgraded(known, password), isNotable);
  }

  /** A throttled guess is not audited here, because the throttle does that, once a minute. */
  private ProblemException refusal(Throttle.Guess guess, Optional<User> user) {
    if (!guess.isThrottled()) {
      transactions.inTransaction(
          (em, sessions) -> {
            new AuditLog(em)
                .record(
                    Actor.NOBODY,
                    AuditEvent.LOGIN_FAILED,
                    new AuditSubject(user.map(User::id), ""));
            return true;
          });
    }
    return guess.refusal(() -> ProblemException.logIn(ProblemType.INVALID_CREDENTIALS));
  }

  /** A new hash, if the stored hash has another format or cost. Call this outside a transaction. */
  private Optional<PasswordHash> upgraded(User user, Password password) {
    return passwords.needsRehash(user.password())
        ? Optional.of(passwords.hash(password))
        : Optional.empty();
  }

  private Optional<LoginOutcome> start(
      User verified, Optional<PasswordHash> freshHash, boolean isNotable) {
    return transactions.inTransaction(
        (em, sessions) -> {
          // The user may have been deactivated since the look-up.
          Optional<User> now =
              new Users(em)
                  .byIdForUpdate(verified.id())
                  .filter(user -> user.isActive() && user.password().equals(verified.password()));
          now.ifPresent(user -> freshHash.ifPresent(user::renewHash));
          now.ifPresent(user -> user.loggedIn(grants.now()));
          if (isNotable) {
            now.ifPresent(user -> admission.tellNewOrigin(em, user));
          }
          return now.map(user -> new LoginOutcome.Completed(start(em, sessions, user)));
        });
  }

  private LoginOutcome unverified(User user, String language) {
    transactions.inTransaction(
        (em, sessions) -> {
          new Users(em)
              .byIdForUpdate(user.id())
              .ifPresent(now -> admission.askToVerify(em, now, language));
          AuditSubject subject = AuditSubject.user(user.id());
          new AuditLog(em).record(Actor.NOBODY, AuditEvent.LOGIN_FAILED, subject, "unverified");
          return true;
        });
    return new LoginOutcome.Unverified();
  }

  private Grants.Started start(EntityManager em, Sessions sessions, User user) {
    Grants.Started started = grants.start(em, sessions, user);
    new AuditLog(em)
        .record(
            new Actor.User(user.id()),
            AuditEvent.LOGGED_IN,
            AuditSubject.session(user.id(), started.sessionId()));
    return started;
  }
}
