package io.steward.mail.delivery;

import io.steward.mail.text.MailText;
import java.util.UUID;

/**
 * A way out for messages; used by one thread at a time, except for {@link #stopSending} and {@link
 * #cut}.
 */
interface MailTransport extends AutoCloseable {
  /** Prepares to send, for example by connecting; repeated calls are cheap. */
  void open() throws DeliveryFault;

  /**
   * Sends a message.
   *
   * @return what the other side answered, in one line
   */
  String send(Outgoing message) throws DeliveryFault;

  /** Ends the connection until the next message; reports no failure. */
  @Override
  void close();

  /**
   * Sends nothing more. Breaks the connection for good, unless the other side has a whole message
   * and has not answered yet.
   */
  void stopSending();

  /** Breaks the connection for good. */
  void cut();

  /**
   * A complete message.
   *
   * @param messageId the same for each attempt to deliver it
   * @param to an email address as typed or stored
   */
  record Outgoing(UUID messageId, String to, MailText text) {}
}
