package io.steward.registration;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.AuditTrail;
import io.steward.audit.Changes;
import io.steward.credential.NewPassword;
import io.steward.credential.NewPassword.Replacement;
import io.steward.credential.invitation.Invitations;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.registration.Newcomers.Newcomer;
import io.steward.session.Sessions;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;

/**
 * Gives the account of an unverified address to the person who was invited there. A stranger may
 * have registered the address first, to keep the person out or to share the account.
 */
final class Takeover {
  private static final String WAY = AuditTrail.BY_INVITATION;

  private final NewPassword newPassword;
  private final Clock clock;

  Takeover(NewPassword newPassword, Clock clock) {
    this.newPassword = newPassword;
    this.clock = clock;
  }

  /** The account that gives way to an invitation to this address. Its row is locked from now on. */
  static Optional<User> found(EntityManager em, EmailAddress address) {
    Users users = new Users(em);
    return users
        .byEmail(address.text())
        .flatMap(user -> users.byIdForUpdate(user.id()))
        .filter(user -> EmailAddress.canonical(user.email()).equals(address.canonical()))
        .filter(new Invitations(em)::replaces);
  }

  /**
   * Ends the sessions and links of an account whose row is locked, and replaces its password. Names
   * and language stay where the person has none, as in an account that was imported.
   */
  void replace(EntityManager em, Sessions sessions, User user, Newcomer invited) {
    Actor owner = new Actor.User(user.id());
    setProfile(em, user, invited);
    user.verifyEmail(clock.instant());
    if (user.awaitsApproval()) {
      user.activate();
      new AuditLog(em).record(owner, AuditEvent.USER_ACTIVATED, AuditSubject.user(user.id()), WAY);
    }
    new OneTimeTokens(em).revokeAll(user.id());
    newPassword.replaceQuietly(
        em, sessions, user, new Replacement(owner, invited.hash(), Optional.empty(), WAY));
    new Users(em).release();
  }

  private static void setProfile(EntityManager em, User user, Newcomer invited) {
    String email = user.email();
    Name name = user.name();
    String language = user.language();
    user.changeEmail(invited.email());
    user.rename(invited.name().orElse(name));
    user.speak(invited.language().isEmpty() ? language : invited.language());
    Changes changes =
        new Changes()
            .add("email", email, user.email())
            .add("first_name", name.first(), user.name().first())
            .add("last_name", name.last(), user.name().last())
            .add("language", language, user.language());
    if (!changes.isEmpty()) {
      new AuditLog(em)
          .record(
              new Actor.User(user.id()),
              AuditEvent.USER_CHANGED,
              AuditSubject.user(user.id()),
              WAY,
              changes);
    }
  }
}
