package io.steward.settings.mail;

/** How the connection to the mail server is encrypted. */
public enum TlsMode {
  /** It begins in clear text and must change to TLS before anything else (RFC 3207). */
  STARTTLS(587),
  /** It is TLS from the first byte (RFC 8314, 3.3). */
  IMPLICIT(465),
  /** It is not encrypted. */
  OFF(25);

  private final int port;

  TlsMode(int port) {
    this.port = port;
  }

  /** The usual port. */
  int port() {
    return port;
  }
}
