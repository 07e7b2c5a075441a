package io.steward.registration;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.AuditTrail;
import io.steward.audit.Changes;
import io.steward.credential.AcceptedPassword;
import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.credential.invitation.Invitations;
import io.steward.credential.invitation.Invited;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.registration.Newcomers.Newcomer;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.settings.web.RegistrationMode;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Creates the account of an invited person, and logs the person in. */
public final class Acceptance {
  private static final String WAY = AuditTrail.BY_INVITATION;

  private final SessionTransactions transactions;
  private final NewPassword newPassword;
  private final Grants grants;
  private final RegistrationMode mode;
  private final Takeover takeover;
  private final Clock clock;

  public Acceptance(
      SessionTransactions transactions,
      NewPassword newPassword,
      Grants grants,
      RegistrationMode mode,
      Clock clock) {
    this.transactions = transactions;
    this.newPassword = newPassword;
    this.grants = grants;
    this.mode = mode;
    this.takeover = new Takeover(newPassword, clock);
    this.clock = clock;
  }

  /**
   * Refuses everybody while registration is closed.
   *
   * @throws ProblemException 403
   */
  public void demandOpen() {
    if (!mode.admitsInvited()) {
      throw new ProblemException(ProblemType.REGISTRATION_CLOSED);
    }
  }

  /**
   * Whether an invitation can be accepted now.
   *
   * @throws ProblemException as {@link #demandOpen}
   */
  public boolean isUsable(String token) {
    demandOpen();
    return transactions.read((em, sessions) -> new Invitations(em).ofToken(token)).isPresent();
  }

  /**
   * Accepts an invitation. The address is verified, because the token came by mail. An account that
   * somebody registered with the address, but did not verify, gives way. It keeps the names that
   * neither the person nor the invitation gives.
   *
   * @param first replaces the first name in the invitation, if it is not blank
   * @param last replaces the last name in the invitation, if it is not blank
   * @param language of the invited person, as a tag; stored if neither the invitation nor the
   *     account has one
   * @throws ProblemException as {@link #demandOpen}; 400 if the invitation cannot be accepted, or
   *     the address has an account by now that does not give way; 503 while this node issues no
   *     tokens
   */
  public Checked<Grants.Started> accept(
      String token,
      Optional<String> first,
      Optional<String> last,
      Password password,
      String language) {
    demandOpen();
    grants.demandClock();
    Invited invited =
        transactions
            .read((em, sessions) -> new Invitations(em).ofToken(token))
            .orElseThrow(OneTimeTokens::refusal);
    Name name = new Name(first.orElse(""), last.orElse("")).orElse(invited.name());
    return newPassword
        .check(password, name.orElse(kept(invited)), Optional.of(invited.email()))
        .map(accepted -> add(invited, name, accepted, language));
  }

  /** The names of an account that gives way; empty if there is none. */
  private Name kept(Invited invited) {
    return transactions
        .read(
            (em, sessions) ->
                new Users(em).byEmail(invited.email().text()).filter(new Invitations(em)::replaces))
        .map(User::name)
        .orElse(new Name("", ""));
  }

  private Grants.Started add(
      Invited invited, Name name, AcceptedPassword password, String language) {
    Newcomer person =
        new Newcomer(invited.email(), name, newPassword.hash(password), invited.language());
    return transactions.inTransaction(
        (em, sessions) -> {
          // The inviter's right to give the groups must not change in the meantime.
          new Users(em).lockRights();
          Invitations invitations = new Invitations(em);
          if (!invitations.accept(invited.id())) {
            throw OneTimeTokens.refusal();
          }
          long id = account(em, sessions, person);
          record(em, id, invitations.complete(invited.id(), id));
          return logIn(em, sessions, id, language);
        });
  }

  /** The id of the account, which is now that of the person. */
  private long account(EntityManager em, Sessions sessions, Newcomer person) {
    Optional<User> present = Takeover.found(em, person.email());
    if (present.isPresent()) {
      takeover.replace(em, sessions, present.get(), person);
      return present.get().id();
    }
    User user = User.create(person.email(), person.name(), person.hash(), clock.instant());
    user.speak(person.language());
    user.verifyEmail(clock.instant());
    new Users(em).add(user);
    new AuditLog(em)
        .record(
            new Actor.User(user.id()), AuditEvent.REGISTERED, AuditSubject.user(user.id()), WAY);
    return user.id();
  }

  private static void record(EntityManager em, long id, List<String> groups) {
    Changes changes = new Changes().add("groups", List.of(), groups);
    if (!changes.isEmpty()) {
      new AuditLog(em)
          .record(new Actor.User(id), AuditEvent.USER_CHANGED, AuditSubject.user(id), WAY, changes);
    }
  }

  private Grants.Started logIn(EntityManager em, Sessions sessions, long id, String language) {
    User user = new Users(em).byIdForUpdate(id).orElseThrow();
    user.speakUnlessKnown(language);
    newPassword.welcome(em, user);
    user.loggedIn(clock.instant());
    Grants.Started started = grants.start(em, sessions, user);
    Actor owner = new Actor.User(id);
    AuditLog log = new AuditLog(em);
    log.record(owner, AuditEvent.EMAIL_VERIFIED, AuditSubject.user(id), WAY);
    log.record(owner, AuditEvent.LOGGED_IN, AuditSubject.session(id, started.sessionId()));
    return started;
  }
}
