package io.steward.mail.delivery;

import io.steward.mail.connection.SmtpLine;
import io.steward.settings.mail.MailDelivery;
import io.steward.settings.mail.TlsMode;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.List;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Connects to the mail server of the settings, or to that of the container's session. */
final class MailSession {
  private static final String CONNECT_MILLIS = "5000";

  /** Settings of a container's session that need sockets of their own. */
  private static final List<String> OWN_SOCKETS =
      List.of("socketFactory", "socketFactory.class", "ssl.socketFactory.class", "socks.host");

  private MailSession() {}

  /** A connected transport, and the session that it belongs to. */
  record Connected(Session session, Transport transport) {}

  static Connected connect(MailDelivery delivery, SmtpLine line) throws DeliveryFault {
    try {
      return delivery instanceof MailDelivery.Smtp smtp
          ? connect(smtp, line)
          : connect((MailDelivery.ContainerSession) delivery, line);
    } catch (MessagingException e) {
      throw SmtpFaults.ofConnection(e);
    }
  }

  private static Connected connect(MailDelivery.Smtp smtp, SmtpLine line)
      throws MessagingException {
    Session session = Session.getInstance(properties(smtp, line));
    Transport transport = session.getTransport("smtp");
    transport.connect(
        smtp.host(),
        smtp.port(),
        smtp.username().orElse(null),
        smtp.username().map(name -> smtp.password().reveal()).orElse(null));
    return new Connected(session, transport);
  }

  static Properties properties(MailDelivery.Smtp smtp, SmtpLine line) {
    Properties properties = new Properties();
    limit(properties, "smtp", line);
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
  private static void limit(Properties properties, String protocol, SmtpLine line) {
    String prefix = "mail." + protocol + ".";
    SmtpLine.Patience patience = line.patience();
    properties.putIfAbsent(prefix + "connectiontimeout", CONNECT_MILLIS);
    properties.putIfAbsent(prefix + "writetimeout", String.valueOf(patience.answer().toMillis()));
    // The line has shorter limits; this one is for the container's own sockets.
    properties.putIfAbsent(prefix + "timeout", String.valueOf(patience.verdict().toMillis()));
    if (OWN_SOCKETS.stream().noneMatch(name -> properties.containsKey(prefix + name))) {
      properties.put(prefix + "socketFactory", line);
      // Otherwise each failed attempt to connect would be followed by one without limits.
      properties.setProperty(prefix + "socketFactory.fallback", "false");
    }
  }

  private static Connected connect(MailDelivery.ContainerSession container, SmtpLine line)
      throws MessagingException, DeliveryFault {
    Session session = copy(lookUp(container.jndiName()));
    Transport transport = session.getTransport();
    limit(session.getProperties(), transport.getURLName().getProtocol(), line);
    transport.connect();
    return new Connected(session, transport);
  }

  /** A session for Steward alone: the container may lend the same one to other applications. */
  static Session copy(Session shared) {
    Properties properties = new Properties();
    Properties own = shared.getProperties();
    own.stringPropertyNames().forEach(name -> properties.put(name, own.getProperty(name)));
    properties.putAll(own);
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return shared.requestPasswordAuthentication(
                getRequestingSite(),
                getRequestingPort(),
                getRequestingProtocol(),
                getRequestingPrompt(),
                getDefaultUserName());
          }
        });
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
