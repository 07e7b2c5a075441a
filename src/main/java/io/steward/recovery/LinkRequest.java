package io.steward.recovery;

import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.credential.notice.MailRequests;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.settings.mail.LinkPurpose;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import java.util.Map;
import java.util.Optional;

/** Sends a link to an address that a visitor types, if an account there needs it. */
public final class LinkRequest {
  private final MailRequests requests;
  private final LinkPurpose purpose;
  private final MailKind kind;

  private LinkRequest(MailRequests requests, LinkPurpose purpose, MailKind kind) {
    this.requests = requests;
    this.purpose = purpose;
    this.kind = kind;
  }

  /** Links that set a new password. */
  public static LinkRequest ofReset(MailRequests requests) {
    return new LinkRequest(requests, LinkPurpose.RESET, MailKind.RESET);
  }

  /** Links that verify an address. */
  public static LinkRequest ofVerification(MailRequests requests) {
    return new LinkRequest(requests, LinkPurpose.VERIFY, MailKind.VERIFICATION);
  }

  /**
   * Sends it.
   *
   * @param input with the member {@code email}
   * @param languages the visitor's header {@code Accept-Language}
   * @throws io.steward.problem.ProblemException 400 for another input, 429 or 503
   */
  public void send(Input input, String languages) {
    requests.demand(purpose);
    Optional<EmailAddress> address = new AccountFields(input).requireEmail();
    input.refuseFaults();
    EmailAddress email = address.orElseThrow();
    requests.accept(
        kind,
        email,
        new Recipient(email.text(), Optional.empty(), Language.preferred(languages)),
        Map.of());
  }
}
