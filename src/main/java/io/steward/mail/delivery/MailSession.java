package io.steward.mail.delivery;

import io.steward.settings.mail.MailDelivery;
import io.steward.settings.mail.TlsMode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Connects to the mail server of the settings, or to that of the container's session. */
final class MailSession {
  private static final String CONNECT_MILLIS = "5000";

  /** How long a server may take for each answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private MailSession() {}

  /** A connected transport, and the session that it belongs to. */
  record Connected(Session session, Transport transport) {}

  static Connected connect(MailDelivery delivery, Duration patience) throws DeliveryFault {
    try {
      return delivery instanceof MailDelivery.Smtp smtp
          ? connect(smtp, patience)
          : connect((MailDelivery.ContainerSession) delivery, patience);
    } catch (MessagingException e) {
      throw SmtpFaults.ofConnection(e);
    }
  }

  private static Connected connect(MailDelivery.Smtp smtp, Duration patience)
      throws MessagingException {
    Session session = Session.getInstance(properties(smtp, patience));
    Transport transport = session.getTransport("smtp");
    transport.connect(
        smtp.host(),
        smtp.port(),
        smtp.username().orElse(null),
        smtp.username().map(name -> smtp.password().reveal()).orElse(null));
    return new Connected(session, transport);
  }

  static Properties properties(MailDelivery.Smtp smtp, Duration patience) {
    Properties properties = new Properties();
    limit(properties, "smtp", patience);
    properties.setProperty("mail.smtp.auth", String.valueOf(smtp.username().isPresent()));
    // Otherwise nothing would say under which number the server accepted a message.
    properties.setProperty("mail.smtp.reportsuccess", "true");
    properties.setProperty(
        "mail.smtp.starttls.enable", String.valueOf(smtp.tls() == TlsMode.STARTTLS));
    properties.setProperty(
        "mail.smtp.starttls.required", String.valueOf(smtp.tls() == TlsMode.STARTTLS));
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(smtp.tls() == TlsMode.IMPLICIT));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }

  /** Without limits, a server that never answers would stop the delivery. */
  private static void limit(Properties properties, String protocol, Duration patience) {
    String prefix = "mail." + protocol + ".";
    properties.putIfAbsent(prefix + "connectiontimeout", CONNECT_MILLIS);
    properties.putIfAbsent(prefix + "timeout", String.valueOf(patience.toMillis()));
    properties.putIfAbsent(prefix + "writetimeout", String.valueOf(patience.toMillis()));
  }

  private static Connected connect(MailDelivery.ContainerSession container, Duration patience)
      throws MessagingException, DeliveryFault {
    Session session = lookUp(container.jndiName());
    Transport transport = session.getTransport();
    limit(session.getProperties(), transport.getURLName().getProtocol(), patience);
    transport.connect();
    return new Connected(session, transport);
  }

  private static Session lookUp(String name) throws DeliveryFault {
    Object found;
    try {
      found = new InitialContext().lookup(name);
    } catch (NamingException e) {
      throw new DeliveryFault(
          DeliveryFault.Kind.UNREACHABLE,
          "STEWARD_MAIL_JNDI: the container has no mail session " + name + ": " + e.getMessage(),
          e);
    }
    if (found instanceof Session session) {
      return session;
    }
    throw new DeliveryFault(
        DeliveryFault.Kind.UNREACHABLE,
        "STEWARD_MAIL_JNDI: %s is a %s of another class loader, not a mail session; on Tomcat, see"
                .formatted(name, found.getClass().getName())
            + " the guide to mail",
        null);
  }
}
