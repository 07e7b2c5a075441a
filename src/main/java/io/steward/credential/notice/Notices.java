package io.steward.credential.notice;

import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.Recipient;
import io.steward.settings.mail.LinkPurpose;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells owners of accounts what happens to them, in the transaction of the cause. An unverified
 * address may belong to somebody else, so it gets only as many messages as strangers can cause.
 */
public final class Notices {
  private final Outbox outbox;
  private final Throttle throttle;

  public Notices(Outbox outbox, Throttle throttle) {
    this.outbox = outbox;
    this.throttle = throttle;
  }

  /** Tells the owner of an account; the row of the user is stored. */
  public void tell(EntityManager em, MailKind kind, User user) {
    tell(em, kind, user, details(user));
  }

  /** Tells the owner of an account about a log-in from elsewhere, unless there were too many. */
  public void tellLogin(EntityManager em, User user) {
    if (outbox.isSent(MailKind.NEW_LOGIN) && throttle.admitsLoginNotice(em, user.id())) {
      tell(em, MailKind.NEW_LOGIN, user);
    }
  }

  private void tell(EntityManager em, MailKind kind, User user, Map<String, String> details) {
    if (outbox.isSent(kind) && (user.isEmailVerified() || admits(em, user))) {
      outbox.post(em, kind, recipient(user), details);
    }
  }

  /** Tells the owner of an account that it was deactivated, and when that ends. */
  public void tellDeactivated(EntityManager em, User user) {
    Optional<Instant> end = user.inactiveUntil();
    if (end.isEmpty()) {
      tell(em, MailKind.DEACTIVATED, user);
      return;
    }
    Map<String, String> details = new LinkedHashMap<>(details(user));
    details.put("until", end.get().toString());
    tell(em, MailKind.DEACTIVATED_UNTIL, user, details);
  }

  /**
   * Tells a verified address that an administrator has given its account another one. No link takes
   * that back, because the administrator may have had to lock out whoever reads the old address.
   */
  public void tellReplaced(EntityManager em, String oldAddress, User user) {
    Recipient old = new Recipient(oldAddress, Optional.of(user.id()), user.language());
    outbox.post(em, MailKind.ADDRESS_CHANGED, old, details(user));
  }

  /**
   * Asks the owner of an unverified address to verify it; the row of the user is stored.
   *
   * @param language of the person who causes that, as a tag, if it is the owner; used if the
   *     account has none
   */
  public void askToVerify(EntityManager em, User user, String language) {
    if (!user.isEmailVerified() && outbox.canSend(LinkPurpose.VERIFY) && admits(em, user)) {
      String spoken = user.language().isEmpty() ? language : user.language();
      Recipient owner = new Recipient(user.email(), Optional.of(user.id()), spoken);
      outbox.post(em, MailKind.VERIFICATION, owner, details(user));
    }
  }

  private boolean admits(EntityManager em, User user) {
    return throttle.admitsMail(em, EmailAddress.canonical(user.email()));
  }

  /** What the text of a message about an account may use. */
  public static Map<String, String> details(User user) {
    return Map.of("name", greeted(user));
  }

  /**
   * The name with which a message greets a user. It is empty while the address is not verified:
   * anyone may register the address of a stranger, with an advertisement as the name.
   */
  public static String greeted(User user) {
    return user.isEmailVerified() ? user.name().full() : "";
  }

  /** The owner of an account. */
  public static Recipient recipient(User user) {
    return new Recipient(user.email(), Optional.of(user.id()), user.language());
  }
}
