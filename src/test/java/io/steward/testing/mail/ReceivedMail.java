package io.steward.testing.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message as an SMTP server received it.
 *
 * @param from the address of {@code MAIL FROM}
 * @param to the addresses of {@code RCPT TO}
 * @param source header and body, with lines that end with CR LF
 */
public record ReceivedMail(String from, List<String> to, String source) {
  private static final Pattern LINK = Pattern.compile("(?m)^https?://\\S+$");

  private MimeMessage parsed() {
    try {
      return new MimeMessage(
          Session.getInstance(new Properties()),
          new ByteArrayInputStream(source.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  public String subject() {
    try {
      return parsed().getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The decoded values of a header that occurs once. */
  public String header(String name) {
    try {
      String[] values = parsed().getHeader(name);
      if (values == null || values.length != 1) {
        throw new AssertionError(name + " does not occur once in: " + source);
      }
      return values[0];
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The plain text; lines end with a line feed. */
  public String plain() {
    return part(0);
  }

  public String html() {
    return part(1);
  }

  private String part(int index) {
    try {
      MimeMultipart parts = (MimeMultipart) parsed().getContent();
      return String.valueOf(parts.getBodyPart(index).getContent()).replace("\r\n", "\n");
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The link, which is alone in its line. */
  public String link() {
    Matcher link = LINK.matcher(plain());
    if (!link.find()) {
      throw new AssertionError("no link in: " + plain());
    }
    return link.group();
  }
}
