package io.steward.credential;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.notice.Notices;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.mail.MailKind;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.password.policy.PasswordPolicy;
import io.steward.password.policy.PasswordPolicy.Attribute;
import io.steward.problem.Fault;
import io.steward.session.Sessions;
import io.steward.throttle.Throttle;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Checks a new password against the policy, hashes it, and replaces the old password. */
public final class NewPassword {
  private final Passwords passwords;
  private final Throttle throttle;
  private final Notices notices;
  private final PasswordPolicy policy = new PasswordPolicy();

  public NewPassword(Passwords passwords, Throttle throttle, Notices notices) {
    this.passwords = passwords;
    this.throttle = throttle;
    this.notices = notices;
  }

  /**
   * The reasons to refuse a password to a user with this name and email address. If the password is
   * blank or too long, the policy's objections are left out.
   */
  public List<Fault> faults(Password password, Name name, Optional<EmailAddress> email) {
    List<Fault> malformed = AccountFields.passwordFaults(password);
    return malformed.isEmpty() ? policyFaults(password, name, email) : malformed;
  }

  private List<Fault> policyFaults(Password password, Name name, Optional<EmailAddress> email) {
    return policy.faults(
        password,
        List.of(
            new Attribute("first name", name.first()),
            new Attribute("last name", name.last()),
            new Attribute("email", email.map(EmailAddress::text).orElse(""))));
  }

  /** Accepts the password if it has no {@link #faults}. */
  public Checked<AcceptedPassword> check(
      Password password, Name name, Optional<EmailAddress> email) {
    return checked(password, faults(password, name, email));
  }

  /**
   * Accepts a password that the policy may refuse; a blank or too long password is still refused.
   */
  public Checked<AcceptedPassword> checkWithoutPolicy(Password password) {
    return checked(password, AccountFields.passwordFaults(password));
  }

  private static Checked<AcceptedPassword> checked(Password password, List<Fault> faults) {
    return faults.isEmpty()
        ? new Checked.Accepted<>(new AcceptedPassword(password))
        : new Checked.Refused<>(faults);
  }

  /**
   * Hashes the password. Hashing is slow, so call this outside transactions.
   *
   * @throws io.steward.problem.ProblemException 503 if the node is too busy
   */
  public PasswordHash hash(AcceptedPassword accepted) {
    return passwords.hash(accepted.password());
  }

  /**
   * How to replace a password.
   *
   * @param keptSession the only session that stays; if empty, all sessions end
   * @param way the detail of the audit record; empty for the usual way of this actor
   */
  public record Replacement(
      Actor actor, PasswordHash hash, Optional<String> keptSession, String way) {
    public Replacement(Actor actor, PasswordHash hash, Optional<String> keptSession) {
      this(actor, hash, keptSession, "");
    }
  }

  /**
   * Replaces the password of a user whose row is locked. Ends the user's sessions, forgets failed
   * password attempts and the networks and devices of earlier log-ins, writes an audit record, and
   * tells the owner.
   */
  public void replace(EntityManager em, Sessions sessions, User user, Replacement replacement) {
    replaceQuietly(em, sessions, user, replacement);
    notices.tell(em, MailKind.PASSWORD_CHANGED, user);
  }

  /**
   * Replaces like {@link #replace}, but sends no message: the owner has just proved the address.
   */
  public void replaceQuietly(
      EntityManager em, Sessions sessions, User user, Replacement replacement) {
    user.changePassword(replacement.hash());
    replacement
        .keptSession()
        .ifPresentOrElse(
            kept -> sessions.endOthers(user.id(), kept), () -> sessions.endAll(user.id()));
    forgive(em, user);
    throttle.forgetOtherOrigins(em, user.id());
    new AuditLog(em)
        .record(
            replacement.actor(),
            AuditEvent.PASSWORD_CHANGED,
            AuditSubject.session(user.id(), replacement.keptSession().orElse("")),
            replacement.way());
  }

  /**
   * Begins with the first password of a new user: failed attempts at the address are forgotten, and
   * the network and the device of this request are known.
   *
   * @throws io.steward.problem.ProblemException 400 if somebody else may take the address back
   */
  public void welcome(EntityManager em, User user) {
    claimed(em, user);
    throttle.registered(em, user.id(), user.password().encoded());
  }

  /**
   * Begins like {@link #welcome}, but forgets no failed attempts: guesses at the address would show
   * that it has become an account.
   *
   * @throws io.steward.problem.ProblemException 400 if somebody else may take the address back
   */
  public void welcomeQuietly(EntityManager em, User user) {
    new OneTimeTokens(em).demandNotKept(user);
    throttle.registered(em, user.id(), user.password().encoded());
  }

  /**
   * Begins with an address, new to a user whose row is locked or new: failed password attempts at
   * it are forgotten.
   *
   * @throws io.steward.problem.ProblemException 400 if somebody else may take the address back
   */
  public void claimed(EntityManager em, User user) {
    new OneTimeTokens(em).demandNotKept(user);
    forgive(em, user);
  }

  private void forgive(EntityManager em, User user) {
    throttle.forgive(em, EmailAddress.canonical(user.email()));
  }
}
