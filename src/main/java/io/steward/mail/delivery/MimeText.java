package io.steward.mail.delivery;

import io.steward.mail.delivery.MailTransport.Outgoing;
import io.steward.settings.mail.MailSettings;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes messages in the format of RFC 5322, as plain text and as HTML. */
final class MimeText {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private MimeText() {}

  /** A message with its own {@code Message-ID}, which Jakarta Mail would replace. */
  private static final class WithId extends MimeMessage {
    private final String id;
    private final Runnable written;

    WithId(Session session, String id, Runnable written) {
      super(session);
      this.id = id;
      this.written = written;
    }

    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored)
        throws IOException, MessagingException {
      super.writeTo(out, ignored);
      written.run();
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  /**
   * Composes a message.
   *
   * @param written is called each time the message has been written
   */
  static MimeMessage of(
      Session session,
      MailSettings settings,
      Outgoing message,
      InternetAddress to,
      Runnable written)
      throws MessagingException {
    String from = settings.from();
    String domain = from.substring(from.lastIndexOf('@') + 1);
    MimeMessage mime = new WithId(session, "<" + message.messageId() + "@" + domain + ">", written);
    mime.setFrom(MailAddress.named(from, settings.brand()));
    mime.setRecipient(Message.RecipientType.TO, to);
    mime.setSubject(message.text().subject(), UTF_8);
    mime.setHeader("Date", DATE.format(Instant.now()));
    // RFC 3834: no vacation notice answers a generated message.
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setHeader("Content-Language", message.text().language());
    MimeMultipart parts = new MimeMultipart("alternative");
    parts.addBodyPart(part(message.text().plain(), "plain"));
    parts.addBodyPart(part(message.text().html(), "html"));
    mime.setContent(parts);
    mime.saveChanges();
    return mime;
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    return part;
  }
}
