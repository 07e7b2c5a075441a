package io.steward.mail.delivery;

import io.steward.log.Log;
import org.jspecify.annotations.Nullable;

/** Why a message was not delivered; the text is one line without any secret. */
final class DeliveryFault extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  /** What failed. */
  enum Kind {
    /**
     * The server does not take messages now, or refuses the log-in; this message is not at fault.
     */
    UNREACHABLE,
    /** The connection broke before the server had the whole message. */
    BROKEN,
    /** The connection broke after the whole message; the server may have accepted it (RFC 1047). */
    UNCLEAR,
    /** The server refused the message; a later attempt may succeed. */
    REFUSED,
    /** Nobody can receive mail at the address. */
    NO_RECIPIENT
  }

  private final Kind kind;

  DeliveryFault(Kind kind, String text, @Nullable Throwable cause) {
    super(line(text), cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  static String line(String text) {
    String line = Log.oneLine(text.strip().replaceAll("\\s+", " "));
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
