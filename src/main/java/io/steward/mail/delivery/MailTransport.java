package io.steward.mail.delivery;

/** A way out for messages; used by one thread at a time. */
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
}
