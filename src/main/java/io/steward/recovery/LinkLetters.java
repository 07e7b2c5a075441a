package io.steward.recovery;

import io.steward.credential.NewAddress;
import io.steward.credential.notice.MailRequests;
import io.steward.credential.notice.Notices;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.mail.Composed;
import io.steward.mail.Composer;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.Recipient;
import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.mail.MailLink;
import io.steward.settings.mail.MailSettings;
import io.steward.settings.mail.Notice;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Optional;

/**
 * Completes messages with links. A link that gives access to an account goes only to the address
 * that the account has at this moment, in its stored spelling.
 */
public final class LinkLetters {
  private final MailSettings settings;

  public LinkLetters(MailSettings settings) {
    this.settings = settings;
  }

  /** The composers of the kinds with links that this package owns. */
  public Map<MailKind, Composer> composers() {
    return Map.of(
        MailKind.VERIFICATION, this::verification,
        MailKind.RESET, this::reset,
        MailKind.CHANGE, this::change,
        MailKind.CHANGED, this::changed);
  }

  private Optional<Composed> verification(EntityManager em, Letter letter) {
    return user(em, letter)
        .filter(user -> !user.isEmailVerified())
        .filter(user -> user.isActive() || user.awaitsApproval())
        .flatMap(
            user ->
                composed(
                    em, letter, MailKind.VERIFICATION, new Link(LinkPurpose.VERIFY, user, "")));
  }

  private Optional<Composed> reset(EntityManager em, Letter letter) {
    return user(em, letter)
        .filter(User::isActive)
        .flatMap(
            user -> {
              // An earlier attempt to deliver this message does not count.
              boolean isAgain =
                  settings.notices().contains(Notice.RESET_REPEATED)
                      && new OneTimeTokens(em)
                          .exists(LinkPurpose.RESET, user.id(), letter.createdAt());
              MailKind kind = isAgain ? MailKind.RESET_AGAIN : MailKind.RESET;
              return composed(em, letter, kind, new Link(LinkPurpose.RESET, user, ""));
            });
  }

  /**
   * Completes the message to an unverified address that has an account already. A stranger may have
   * registered it, so the link sets a new password.
   */
  public Optional<Composed> takenUnverified(EntityManager em, Letter letter) {
    return user(em, letter)
        .filter(User::isActive)
        .flatMap(
            user ->
                composed(
                    em, letter, MailKind.TAKEN_UNVERIFIED, new Link(LinkPurpose.RESET, user, "")));
  }

  /**
   * Sends no message if the account has changed since the request, or another account has the
   * address.
   */
  private Optional<Composed> change(EntityManager em, Letter letter) {
    String address = letter.recipient().address();
    return user(em, letter)
        .filter(User::isActive)
        .filter(
            user ->
                OneTimeTokens.binding(LinkPurpose.CHANGE, user)
                    .equals(letter.details().get(MailRequests.BINDING)))
        .filter(
            user ->
                new Users(em).byEmail(address).filter(other -> other.id() != user.id()).isEmpty())
        .filter(
            user ->
                EmailAddress.parse(address)
                    .filter(free -> !new OneTimeTokens(em).isKeptFromOthers(free, user.id()))
                    .isPresent())
        .flatMap(
            user ->
                composed(em, letter, MailKind.CHANGE, new Link(LinkPurpose.CHANGE, user, address)));
  }

  /**
   * Sends no message if the new address was verified in the meantime, because that makes older
   * links void.
   */
  private Optional<Composed> changed(EntityManager em, Letter letter) {
    String old = letter.recipient().address();
    boolean wasProved = Boolean.parseBoolean(letter.details().get(NewAddress.PROVED));
    // The lock comes first, because another change of the address may drop this message.
    return letter
        .recipient()
        .userId()
        .flatMap(new Users(em)::byIdForUpdate)
        .filter(user -> !Outbox.isDropped(em, letter.id()))
        .filter(user -> wasProved || !user.isEmailVerified())
        .filter(user -> !EmailAddress.canonical(user.email()).equals(EmailAddress.canonical(old)))
        .flatMap(
            user -> composed(em, letter, MailKind.CHANGED, new Link(LinkPurpose.UNDO, user, old)));
  }

  private static Optional<User> user(EntityManager em, Letter letter) {
    Users users = new Users(em);
    return letter
        .recipient()
        .userId()
        .map(users::byId)
        .orElseGet(() -> users.byEmail(letter.recipient().address()));
  }

  /**
   * The effect of a link.
   *
   * @param address the address that the link sets and to which the message goes; if empty, the
   *     message goes to the user's address
   */
  private record Link(LinkPurpose purpose, User user, String address) {}

  private Optional<Composed> composed(EntityManager em, Letter letter, MailKind kind, Link link) {
    User user = link.user();
    MailLink settled = settings.link(link.purpose());
    String token =
        new OneTimeTokens(em)
            .issue(link.purpose(), user, link.address(), letter.createdAt(), settled.lifetime());
    String to = link.address().isEmpty() ? user.email() : link.address();
    String language = user.language().isEmpty() ? letter.recipient().language() : user.language();
    return settled
        .with(token)
        .map(
            url ->
                new Composed(
                    kind,
                    new Recipient(to, Optional.of(user.id()), language),
                    Map.of(
                        "link",
                        url,
                        "name",
                        kind == MailKind.CHANGE ? "" : Notices.greeted(user),
                        "lifetime",
                        String.valueOf(settled.lifetime().toSeconds()))));
  }
}
