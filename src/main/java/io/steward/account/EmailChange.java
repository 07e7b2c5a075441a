package io.steward.account;

import io.steward.credential.CurrentPassword;
import io.steward.credential.notice.MailRequests;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.password.Password;
import io.steward.problem.Fault;
import io.steward.settings.mail.LinkPurpose;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import java.util.Map;
import java.util.Optional;

/** Asks the owner of a new address to confirm a change of address. */
public final class EmailChange {
  private static final Fault UNCHANGED =
      new Fault("unchanged", "This is already the address of this account.");

  private final CurrentPassword currentPassword;
  private final MailRequests requests;

  public EmailChange(CurrentPassword currentPassword, MailRequests requests) {
    this.currentPassword = currentPassword;
    this.requests = requests;
  }

  /** The fault of a new address that is the present one; empty for any other. */
  public static Optional<Fault> fault(User user, EmailAddress address) {
    return Optional.of(UNCHANGED)
        .filter(fault -> address.canonical().equals(EmailAddress.canonical(user.email())));
  }

  /**
   * Refuses requests while no message can be sent.
   *
   * @throws io.steward.problem.ProblemException 503
   */
  public void demandMail() {
    requests.demand(LinkPurpose.CHANGE);
  }

  /**
   * Sends a link to the new address. The response does not reveal whether the address is taken.
   *
   * @param language of the person who asks, as a tag; used if the account has none
   * @throws io.steward.problem.ProblemException 400 if the password is wrong; 429
   */
  public void request(User user, EmailAddress address, Password current, String language) {
    currentPassword.prove(current, user);
    requests.accept(
        MailKind.CHANGE,
        address,
        new Recipient(
            address.text(),
            Optional.of(user.id()),
            user.language().isEmpty() ? language : user.language()),
        Map.of(MailRequests.BINDING, OneTimeTokens.binding(LinkPurpose.CHANGE, user)));
  }
}
