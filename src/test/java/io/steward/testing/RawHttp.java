package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends exactly these characters, as Latin-1, each time on a new connection.
 *
 * @param from the last byte of the loopback address that requests are sent from
 * @param isSecure whether to use TLS, and to expect the certificate of {@link SelfSigned}
 */
public record RawHttp(int port, int from, boolean isSecure) {
  private static final Pattern HOST = Pattern.compile("\r\nHost: ([^:\r]+)");
  private static final int PATIENCE_MILLIS = 20_000;

  /** Without TLS. */
  public RawHttp(int port, int from) {
    this(port, from, false);
  }

  /** The answer to this text, which may be only the beginning of a request. */
  public Answer send(String request) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(loopback(from), 0));
      socket.connect(new InetSocketAddress(loopback(1), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      Socket connection = isSecure ? secured(socket, request) : socket;
      connection.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      connection.getOutputStream().flush();
      return RawAnswer.read(connection.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(request.substring(0, Math.min(300, request.length())), e);
    }
  }

  private Socket secured(Socket plain, String request) throws IOException {
    Matcher host = HOST.matcher(request);
    return SelfSigned.trusting()
        .getSocketFactory()
        .createSocket(plain, host.find() ? host.group(1) : "127.0.0.1", port, true);
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  /** A request without a body; each header is a line. */
  public Answer ask(String method, String target, String... headers) {
    return send(
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: portal.example\r\n"
            + String.join("\r\n", headers)
            + (headers.length > 0 ? "\r\n" : "")
            + "Connection: close\r\n\r\n");
  }
}
