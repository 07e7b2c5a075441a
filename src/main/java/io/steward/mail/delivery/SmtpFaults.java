package io.steward.mail.delivery;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from Jakarta Mail's exceptions what the server refused. */
final class SmtpFaults {
  /** A reply (RFC 5321, 4.2), with its enhanced code (RFC 3463) if it has one. */
  private static final Pattern REPLY =
      Pattern.compile("(?s)([245][0-9]{2})(?:[ -](?:([245])\\.([0-9]{1,3})\\.[0-9]{1,3}\\b)?.*)?");

  private static final String CLOSING = "421";
  private static final String POLICY = "7";

  private SmtpFaults() {}

  /** A failure to connect or to log in. */
  static DeliveryFault ofConnection(MessagingException e) {
    String text =
        e instanceof AuthenticationFailedException
            ? "the mail server refused the log-in: " + text(e)
            : text(e);
    return new DeliveryFault(DeliveryFault.Kind.UNREACHABLE, text, e);
  }

  /** The reply of a server that accepted the message; Jakarta Mail reports it as an exception. */
  static Optional<String> acceptance(MessagingException e) {
    return isAcceptance(e)
        ? Optional.of(DeliveryFault.line(String.valueOf(e.getMessage())))
        : Optional.empty();
  }

  private static boolean isAcceptance(Throwable e) {
    String text = String.valueOf(e.getMessage()).strip();
    return text.startsWith("2") && REPLY.matcher(text).matches();
  }

  /**
   * A failure to send a message on a connection.
   *
   * @param isWhole whether the server has the whole message
   */
  static DeliveryFault ofSending(MessagingException e, boolean isWhole) {
    DeliveryFault.Kind kind = kind(e);
    return isWhole && kind == DeliveryFault.Kind.BROKEN
        ? new DeliveryFault(
            DeliveryFault.Kind.UNCLEAR,
            "the mail server got the whole message but did not answer, so it may have arrived: "
                + text(e),
            e)
        : new DeliveryFault(kind, text(e), e);
  }

  private static DeliveryFault.Kind kind(MessagingException e) {
    Optional<Matcher> reply = reply(e);
    if (reply.isEmpty()) {
      return DeliveryFault.Kind.BROKEN;
    }
    if (reply.get().group(1).equals(CLOSING)) {
      return DeliveryFault.Kind.UNREACHABLE;
    }
    // A server that relays nothing for Steward, or distrusts its network, also refuses recipients.
    boolean isPolicy = POLICY.equals(reply.get().group(3));
    return refusesRecipient(e) && reply.get().group(1).startsWith("5") && !isPolicy
        ? DeliveryFault.Kind.NO_RECIPIENT
        : DeliveryFault.Kind.REFUSED;
  }

  private static boolean refusesRecipient(MessagingException e) {
    Address[] invalid = e instanceof SendFailedException sent ? sent.getInvalidAddresses() : null;
    return invalid != null && invalid.length > 0;
  }

  /** The first reply in the exceptions by which the server refused something. */
  private static Optional<Matcher> reply(MessagingException e) {
    return chain(e).stream()
        .map(part -> REPLY.matcher(String.valueOf(part.getMessage()).strip()))
        .filter(Matcher::matches)
        .findFirst();
  }

  private static String text(MessagingException e) {
    return reply(e).map(Matcher::group).orElseGet(() -> messages(e));
  }

  /** The messages of the exceptions, without repetitions. */
  private static String messages(MessagingException e) {
    String text = "";
    for (Throwable part : chain(e)) {
      String message = String.valueOf(part.getMessage()).strip();
      if (!text.contains(message)) {
        text = text.isEmpty() ? message : text + ": " + message;
      }
    }
    return text.isEmpty() ? "unexpected answer: " + e.getMessage() : text;
  }

  /**
   * Jakarta Mail has a chain of its own besides the causes. It reports also the recipient that the
   * server had accepted before a failure, which is left out.
   */
  private static List<Throwable> chain(MessagingException e) {
    List<Throwable> parts = new ArrayList<>();
    List<Throwable> seen = new ArrayList<>();
    Throwable part = e;
    while (part != null && !seen.contains(part)) {
      seen.add(part);
      if (!isAcceptance(part)) {
        parts.add(part);
      }
      part = part instanceof MessagingException own ? own.getNextException() : part.getCause();
    }
    return parts;
  }
}
