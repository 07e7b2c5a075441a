package io.steward.recovery.reset;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.credential.NewPassword.Replacement;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.recovery.LinkToken;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.settings.mail.LinkPurpose;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;

/** Replaces a forgotten password. All of the user's sessions end. */
public final class PasswordReset {
  /** The detail of the audit records. */
  private static final String WAY = "reset link";

  private final SessionTransactions transactions;
  private final NewPassword newPassword;
  private final Clock clock;

  public PasswordReset(SessionTransactions transactions, NewPassword newPassword, Clock clock) {
    this.transactions = transactions;
    this.newPassword = newPassword;
    this.clock = clock;
  }

  /**
   * Uses a token. If the password is refused, the token stays usable.
   *
   * @param language of the owner, as a tag; stored if the account has none
   * @return the address of the account
   * @throws io.steward.problem.ProblemException 400 if the token cannot be used
   */
  public Checked<String> reset(String token, Password fresh, String language) {
    User user =
        transactions
            .read((em, sessions) -> LinkToken.find(em, LinkPurpose.RESET, token))
            .map(LinkToken.Found::user)
            .filter(User::isActive)
            .orElseThrow(LinkToken::refusal);
    return newPassword
        .check(fresh, user.name(), EmailAddress.parse(user.email()))
        .map(newPassword::hash)
        .map(hash -> replace(token, hash, language).orElseThrow(LinkToken::refusal));
  }

  private Optional<String> replace(String token, PasswordHash hash, String language) {
    return transactions.inTransaction(
        (em, sessions) ->
            LinkToken.use(em, LinkPurpose.RESET, token)
                .map(LinkToken.Found::user)
                .map(
                    user -> {
                      user.speakUnlessKnown(language);
                      return replace(em, sessions, user, hash);
                    }));
  }

  private String replace(EntityManager em, Sessions sessions, User user, PasswordHash hash) {
    Actor owner = new Actor.User(user.id());
    if (!user.isEmailVerified()) {
      user.verifyEmail(clock.instant());
      new AuditLog(em).record(owner, AuditEvent.EMAIL_VERIFIED, AuditSubject.user(user.id()), WAY);
      // Somebody other than the owner of the address may have registered with it, and may hold
      // other links.
      new OneTimeTokens(em).revokeAll(user.id());
    }
    newPassword.replace(em, sessions, user, new Replacement(owner, hash, Optional.empty(), WAY));
    return user.email();
  }
}
