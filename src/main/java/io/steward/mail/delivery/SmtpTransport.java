package io.steward.mail.delivery;

import io.steward.background.OutOfMemory;
import io.steward.log.Log;
import io.steward.mail.connection.SmtpLine;
import io.steward.mail.delivery.MailTransport.Outgoing;
import io.steward.settings.mail.MailSettings;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends messages by SMTP, on one connection as long as messages are due. */
final class SmtpTransport implements MailTransport {
  private static final Log LOG = Log.of("io.steward.mail");

  private final MailSettings settings;
  private final SmtpLine line;
  private MailSession.@Nullable Connected connected;

  /** Creates a transport that is not connected yet. */
  SmtpTransport(MailSettings settings, SmtpLine.Patience patience) {
    this.settings = settings;
    this.line = new SmtpLine(patience);
  }

  @Override
  public void open() throws DeliveryFault {
    opened();
  }

  private MailSession.Connected opened() throws DeliveryFault {
    line.beginAttempt();
    MailSession.Connected before = connected;
    // Asks the server, because it may have closed the connection since the last message.
    if (before != null && before.transport().isConnected()) {
      return before;
    }
    close();
    line.beginAttempt();
    MailSession.Connected now = MailSession.connect(settings.delivery(), line);
    connected = now;
    return now;
  }

  @Override
  public String send(Outgoing message) throws DeliveryFault {
    InternetAddress to =
        MailAddress.of(message.to())
            .orElseThrow(
                () ->
                    new DeliveryFault(
                        DeliveryFault.Kind.NO_RECIPIENT, "this is not one email address", null));
    try {
      MailSession.Connected now = opened();
      MimeMessage mime = MimeText.of(now.session(), settings, message, to, line::awaitVerdict);
      now.transport().sendMessage(mime, new Address[] {to});
      return "accepted";
    } catch (MessagingException e) {
      Optional<String> accepted = SmtpFaults.acceptance(e);
      if (accepted.isPresent()) {
        return accepted.get();
      }
      DeliveryFault fault = SmtpFaults.ofSending(e, line.awaitsVerdict());
      if (fault.kind() != DeliveryFault.Kind.REFUSED
          && fault.kind() != DeliveryFault.Kind.NO_RECIPIENT) {
        close();
      }
      throw fault;
    } catch (RuntimeException | Error e) {
      abandon(message, e);
      throw e;
    }
  }

  /** Ends the connection after an unexpected failure: an answer of the server may be unread. */
  private void abandon(Outgoing message, Throwable e) throws DeliveryFault {
    OutOfMemory.examine(e);
    boolean isUnclear = line.awaitsVerdict();
    close();
    if (isUnclear) {
      LOG.error("mail: unexpected error after the whole message " + message.messageId(), e);
      throw new DeliveryFault(
          DeliveryFault.Kind.UNCLEAR,
          "unexpected error after the whole message, so it may have arrived: " + e,
          e);
    }
  }

  @Override
  public void close() {
    MailSession.Connected before = connected;
    connected = null;
    if (before != null) {
      line.beginEnd();
      try {
        before.transport().close();
      } catch (MessagingException | RuntimeException | Error e) {
        OutOfMemory.examine(e);
        LOG.debug("the mail server did not end the connection", e);
      }
    }
  }

  @Override
  public void stopSending() {
    try {
      line.stopSending();
    } catch (IOException e) {
      LOG.debug("the connection to the mail server did not close", e);
    }
  }

  @Override
  public void cut() {
    try {
      line.cut();
    } catch (IOException e) {
      LOG.debug("the connection to the mail server did not close", e);
    }
  }
}
