package io.steward.credential.invitation;

import io.steward.mail.Composed;
import io.steward.mail.Composer;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.Recipient;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.Settings;
import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.mail.MailLink;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sends invitations. */
public final class InvitationMail implements Composer {
  private static final String ID = "invitation";

  private final Outbox outbox;
  private final Throttle throttle;
  private final MailLink link;
  private final boolean isOpen;

  public InvitationMail(Outbox outbox, Throttle throttle, Settings settings) {
    this.outbox = outbox;
    this.throttle = throttle;
    this.link = settings.mail().link(LinkPurpose.INVITATION);
    this.isOpen = settings.web().registration().admitsInvited();
  }

  /**
   * Refuses invitations that could not be accepted.
   *
   * @throws ProblemException 403 if registration is closed; 503 without mail
   */
  public void demand() {
    if (!isOpen) {
      throw new ProblemException(
          ProblemType.REGISTRATION_CLOSED,
          "Registration is closed: set STEWARD_REGISTRATION=invited to invite people.");
    }
    outbox.demand(LinkPurpose.INVITATION);
  }

  /** How long an invitation can be accepted. */
  public Duration lifetime() {
    return link.lifetime();
  }

  /**
   * Sends an invitation in the transaction that wrote it.
   *
   * @throws ProblemException 429 after too many messages to the address
   */
  public void post(EntityManager em, long id, Recipient recipient) {
    if (!throttle.admitsNeededMail(em, EmailAddress.canonical(recipient.address()))) {
      throw new ProblemException(
          ProblemType.TOO_MANY_REQUESTS,
          "This address got several messages just now; send the invitation later.");
    }
    outbox.post(em, MailKind.INVITATION, recipient, Map.of(ID, String.valueOf(id)));
  }

  @Override
  public Optional<Composed> compose(EntityManager em, Letter letter) {
    Invitations invitations = new Invitations(em);
    long id = Long.parseLong(letter.details().getOrDefault(ID, "0"));
    return invitations
        .standing(id)
        .map(
            invited ->
                new Composed(
                    MailKind.INVITATION,
                    letter.recipient(),
                    Map.of(
                        "name", invited.name().full(),
                        "link", link.with(invitations.issueToken(id)).orElse(""),
                        "lifetime", String.valueOf(link.lifetime().toSeconds()))));
  }
}
