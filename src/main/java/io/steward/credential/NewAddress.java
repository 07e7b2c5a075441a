package io.steward.credential;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.notice.Notices;
import io.steward.credential.onetime.OneTimeToken;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.Recipient;
import io.steward.settings.mail.LinkPurpose;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Replaces the email address of an account, with everything that follows from it. */
public final class NewAddress {
  /** In the details of a message: whether the new address was verified by the change. */
  public static final String PROVED = "proved";

  private final Outbox outbox;
  private final Throttle throttle;
  private final Notices notices;
  private final boolean mustBeProved;

  /**
   * Creates an instance.
   *
   * @param mustBeProved whether only a link sent to the new address may change it
   */
  public NewAddress(Outbox outbox, Throttle throttle, Notices notices, boolean mustBeProved) {
    this.outbox = outbox;
    this.throttle = throttle;
    this.notices = notices;
    this.mustBeProved = mustBeProved;
  }

  /**
   * Whether only a link sent to the new address may change the address of this user. A verified
   * address is not left for an unverified one, because the proof of that one would end the links
   * that take the change back.
   */
  public boolean mustBeProved(User user) {
    return mustBeProved || (user.isEmailVerified() && outbox.canSend(LinkPurpose.CHANGE));
  }

  /**
   * Counts an attempt to claim an address.
   *
   * @throws io.steward.problem.ProblemException 429
   */
  public void claim() {
    throttle.claim();
  }

  /**
   * How to replace an address.
   *
   * @param actor who changes it
   * @param sessionId the session of the request; may be empty
   * @param provedAt when the owner of the new address proved to receive mail there; empty if not
   * @param language of the person who changes it, as a tag; used if the account has none
   */
  public record Replacement(
      Actor actor,
      String sessionId,
      EmailAddress address,
      Optional<Instant> provedAt,
      String language) {}

  /**
   * Replaces the address of a user whose row is locked. Links that take back earlier changes keep
   * working: otherwise, a thief would change the address twice. An unverified old address hears
   * nothing, because it may be somebody else's.
   *
   * @throws io.steward.problem.ProblemException 400 if the address is taken
   */
  public void replace(EntityManager em, User user, Replacement replacement) {
    String binding = OneTimeTokens.binding(LinkPurpose.UNDO, user);
    Recipient old = Notices.recipient(user);
    boolean wasVerified = user.isEmailVerified();
    boolean isOther = store(em, user, replacement);
    new OneTimeTokens(em).keep(LinkPurpose.UNDO, binding, user);
    if (isOther || wasVerified) {
      notices.askToVerify(em, user, replacement.language());
    }
    if (isOther && wasVerified) {
      tellOld(em, old, user, replacement.provedAt().isPresent());
    }
  }

  private void tellOld(EntityManager em, Recipient old, User user, boolean isProved) {
    if (outbox.canSend(LinkPurpose.UNDO)) {
      new OneTimeTokens(em).keepAddress(user, old.address(), outbox.lifetime(LinkPurpose.UNDO));
      outbox.post(em, MailKind.CHANGED, old, Map.of(PROVED, String.valueOf(isProved)));
    } else {
      outbox.post(em, MailKind.ADDRESS_CHANGED, old, Notices.details(user));
    }
  }

  /**
   * Gives back an old address to a user whose row is locked. Only links that take back earlier
   * changes keep working. The other address, perhaps of a thief, hears nothing.
   *
   * @param undo the token, used by now
   * @throws io.steward.problem.ProblemException 400 if the address is taken
   */
  public void restore(EntityManager em, User user, OneTimeToken undo, Replacement replacement) {
    String binding = OneTimeTokens.binding(LinkPurpose.UNDO, user);
    store(em, user, replacement);
    OneTimeTokens tokens = new OneTimeTokens(em);
    tokens.revokeSince(undo);
    tokens.keep(LinkPurpose.UNDO, binding, user);
    Outbox.drop(em, MailKind.CHANGED, user.id(), undo.since());
  }

  /**
   * Ends the links that take changes back, sent or waiting, for a user whose row is locked: an
   * administrator may have to lock out readers of the old addresses.
   */
  public static void endUndo(EntityManager em, User user) {
    new OneTimeTokens(em).revoke(LinkPurpose.UNDO, user.id());
    Outbox.drop(em, MailKind.CHANGED, user.id(), Instant.EPOCH);
  }

  /** Stores and audits the change; returns whether the address is another, not only spelling. */
  private boolean store(EntityManager em, User user, Replacement replacement) {
    boolean isOther =
        !EmailAddress.canonical(user.email()).equals(replacement.address().canonical());
    user.changeEmail(replacement.address());
    replacement.provedAt().ifPresent(user::verifyEmail);
    new Users(em).flush();
    new OneTimeTokens(em).demandNotKept(user);
    throttle.forgive(em, EmailAddress.canonical(user.email()));
    new AuditLog(em)
        .record(
            replacement.actor(),
            AuditEvent.EMAIL_CHANGED,
            AuditSubject.session(user.id(), replacement.sessionId()));
    return isOther;
  }
}
