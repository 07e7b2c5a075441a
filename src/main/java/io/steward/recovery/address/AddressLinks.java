package io.steward.recovery.address;

import io.steward.audit.Actor;
import io.steward.credential.NewAddress;
import io.steward.credential.NewAddress.Replacement;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.Notices;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.password.Passwords;
import io.steward.recovery.LinkToken;
import io.steward.recovery.LinkToken.Found;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.settings.mail.LinkPurpose;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Changes the address of an account by a link, and undoes such a change. */
public final class AddressLinks {
  private final SessionTransactions transactions;
  private final NewAddress newAddress;
  private final NewPassword newPassword;
  private final Outbox outbox;
  private final Clock clock;

  public AddressLinks(
      SessionTransactions transactions,
      NewAddress newAddress,
      NewPassword newPassword,
      Outbox outbox,
      Clock clock) {
    this.transactions = transactions;
    this.newAddress = newAddress;
    this.newPassword = newPassword;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Changes the address. Sessions continue; their next refresh brings new access tokens.
   *
   * @return the new address
   * @throws io.steward.problem.ProblemException 400 if the token cannot be used, or the address is
   *     taken by now
   */
  public String confirm(String token) {
    return transactions
        .inTransaction(
            (em, sessions) ->
                LinkToken.use(em, LinkPurpose.CHANGE, token)
                    .map(found -> confirm(em, sessions, found)))
        .orElseThrow(LinkToken::refusal);
  }

  private String confirm(EntityManager em, Sessions sessions, Found found) {
    User user = found.user();
    newAddress.replace(em, user, replacement(found));
    sessions.renewTokens(user.id());
    return user.email();
  }

  /**
   * Gives the account back its old address. A thief may have changed the address, so all sessions
   * end and the password becomes unusable. The old address gets a link that sets a new password.
   *
   * @param language of the owner, as a tag; stored if the account has none
   * @return the old address
   * @throws io.steward.problem.ProblemException 400 if the token cannot be used, or the address is
   *     taken by now
   */
  public String undo(String token, String language) {
    return transactions
        .inTransaction(
            (em, sessions) ->
                LinkToken.use(em, LinkPurpose.UNDO, token)
                    .map(
                        found -> {
                          found.user().speakUnlessKnown(language);
                          return undo(em, sessions, found);
                        }))
        .orElseThrow(LinkToken::refusal);
  }

  private String undo(EntityManager em, Sessions sessions, Found found) {
    User user = found.user();
    newAddress.restore(em, user, found.token(), replacement(found));
    newPassword.replace(
        em,
        sessions,
        user,
        new NewPassword.Replacement(
            new Actor.User(user.id()), Passwords.unusable(), Optional.empty(), "undo link"));
    if (outbox.canSend(LinkPurpose.RESET)) {
      outbox.post(em, MailKind.RESET, Notices.recipient(user), Map.of());
    }
    return user.email();
  }

  private Replacement replacement(Found found) {
    EmailAddress address =
        EmailAddress.parse(found.token().address()).orElseThrow(LinkToken::refusal);
    Actor owner = new Actor.User(found.user().id());
    return new Replacement(owner, "", address, Optional.of(clock.instant()), "");
  }
}
