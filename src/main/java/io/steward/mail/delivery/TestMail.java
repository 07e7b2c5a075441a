package io.steward.mail.delivery;

import io.steward.mail.Composed;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.mail.delivery.MailTransport.Outgoing;
import io.steward.mail.text.Templates;
import io.steward.origin.Origin;
import io.steward.settings.mail.MailSettings;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Sends one message at once, past the outbox, to show whether the settings work. */
public final class TestMail {
  private final MailSettings settings;
  private final Templates templates;

  public TestMail(MailSettings settings, Templates templates) {
    this.settings = settings;
    this.templates = templates;
  }

  /**
   * The end of the attempt.
   *
   * @param text what the mail server answered, or what failed, in one line
   */
  public record Result(boolean isAccepted, String text) {}

  /** Sends the message. */
  public Result send(Recipient recipient) {
    Letter letter =
        new Letter(
            0, UUID.randomUUID(), MailKind.TEST, recipient, Map.of(), Origin.LOCAL, Instant.now());
    Composed composed = new Composed(MailKind.TEST, recipient, Map.of());
    try (MailTransport transport = Courier.transport(settings)) {
      transport.open();
      String answer =
          transport.send(
              new Outgoing(
                  letter.messageId(), recipient.address(), templates.text(letter, composed)));
      return new Result(true, answer);
    } catch (DeliveryFault fault) {
      return new Result(false, fault.text());
    }
  }
}
