package io.steward.registration;

import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.Notices;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.database.Database;
import io.steward.mail.Composed;
import io.steward.mail.Composer;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.Recipient;
import io.steward.origin.Origin;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.registration.Newcomers.Newcomer;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Optional;

/**
 * Registers users without revealing whether an address has an account. The request only stores a
 * message, so it takes the same time in both cases. When the message is composed, either the
 * account is created, or the owner of the address learns of the attempt.
 */
public final class ConcealedRegistration {
  private static final String PASSWORD = "password";
  private static final String FIRST_NAME = "first_name";
  private static final String LAST_NAME = "last_name";
  private static final String QUIET = "quiet";
  private static final String TAKEN = "taken";

  private final Database database;
  private final Throttle throttle;
  private final Outbox outbox;
  private final NewPassword newPassword;
  private final Newcomers newcomers;

  public ConcealedRegistration(
      Database database,
      Throttle throttle,
      Outbox outbox,
      NewPassword newPassword,
      Newcomers newcomers) {
    this.database = database;
    this.throttle = throttle;
    this.outbox = outbox;
    this.newPassword = newPassword;
    this.newcomers = newcomers;
  }

  /**
   * Accepts a registration.
   *
   * @param language a language tag; may be empty
   * @return the address
   * @throws io.steward.problem.ProblemException 429
   */
  Checked<EmailAddress> accept(EmailAddress email, Name name, Password password, String language) {
    return newPassword
        .check(password, name, Optional.of(email))
        .map(
            accepted -> {
              throttle.claim();
              PasswordHash hash = newPassword.hash(accepted);
              return database.inTransaction(
                  em -> post(em, new Newcomer(email, name, hash, language)));
            });
  }

  /** If the address has got too many messages, its account is created without a message. */
  private EmailAddress post(EntityManager em, Newcomer newcomer) {
    EmailAddress email = newcomer.email();
    boolean isQuiet = !throttle.admitsMail(em, email.canonical());
    outbox.post(
        em,
        MailKind.VERIFICATION,
        new Recipient(email.text(), Optional.empty(), newcomer.language()),
        Map.of(
            PASSWORD,
            newcomer.hash().encoded(),
            FIRST_NAME,
            newcomer.name().first(),
            LAST_NAME,
            newcomer.name().last(),
            QUIET,
            String.valueOf(isQuiet)));
    return email;
  }

  /**
   * Returns the composer that creates the accounts.
   *
   * @param verification completes the message for a new account with the link
   * @param takenUnverified completes the message for an existing account with an unverified address
   */
  public Composer composer(Composer verification, Composer takenUnverified) {
    return (em, letter) -> {
      if (letter.details().containsKey(TAKEN)) {
        return taken(em, letter, takenUnverified);
      }
      if (!letter.details().containsKey(PASSWORD)) {
        return verification.compose(em, letter);
      }
      boolean isQuiet = Boolean.parseBoolean(letter.details().get(QUIET));
      boolean isTaken = isTaken(em, letter.recipient().address());
      Letter settled = isTaken ? settledAsTaken(em, letter) : settled(em, letter);
      if (isQuiet) {
        return Optional.empty();
      }
      return isTaken ? taken(em, settled, takenUnverified) : verification.compose(em, settled);
    };
  }

  /** Removes the hash from the row, so that a second attempt creates no account. */
  private static Letter settledAsTaken(EntityManager em, Letter letter) {
    Outbox.settle(em, letter.id(), Optional.empty(), Map.of(TAKEN, "true"));
    return letter;
  }

  /** Creates the account, and removes the hash as {@link #settledAsTaken} does. */
  private Letter settled(EntityManager em, Letter letter) {
    User user = added(em, letter);
    Outbox.settle(em, letter.id(), Optional.of(user.id()), Map.of());
    return new Letter(
        letter.id(),
        letter.messageId(),
        letter.kind(),
        Notices.recipient(user),
        Map.of(),
        letter.origin(),
        letter.createdAt());
  }

  private User added(EntityManager em, Letter letter) {
    Map<String, String> details = letter.details();
    Name name = new Name(details.getOrDefault(FIRST_NAME, ""), details.getOrDefault(LAST_NAME, ""));
    EmailAddress email = EmailAddress.parse(letter.recipient().address()).orElseThrow();
    PasswordHash hash = new PasswordHash(details.getOrDefault(PASSWORD, ""));
    // The audit record and the known network must come from the request.
    Origin.entered(letter.origin());
    try {
      return newcomers.addActive(
          em, new Newcomer(email, name, hash, letter.recipient().language()));
    } finally {
      Origin.left();
    }
  }

  private static boolean isTaken(EntityManager em, String address) {
    return new Users(em).byEmail(address).isPresent()
        || EmailAddress.parse(address)
            .filter(parsed -> new OneTimeTokens(em).isKeptFromOthers(parsed, 0))
            .isPresent();
  }

  private static Optional<Composed> taken(
      EntityManager em, Letter letter, Composer takenUnverified) {
    Optional<User> user =
        new Users(em).byEmail(letter.recipient().address()).filter(User::isActive);
    return user.filter(u -> !u.isEmailVerified()).isPresent()
        ? takenUnverified.compose(em, letter)
        : user.map(u -> new Composed(MailKind.TAKEN, Notices.recipient(u), Notices.details(u)));
  }
}
