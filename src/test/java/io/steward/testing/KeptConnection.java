package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection for several requests. */
public final class KeptConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;

  private KeptConnection(Socket socket) {
    this.socket = socket;
  }

  public static KeptConnection to(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new KeptConnection(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer to a request without a body; each header is a line. */
  public Answer ask(String target, String... headers) {
    String head = "GET " + target + " HTTP/1.1\r\nHost: portal.example\r\n";
    String lines = String.join("\r\n", headers);
    write((head + lines + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    try {
      return RawAnswer.read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(head, e);
    }
  }

  public void write(byte... bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That many bytes, as Latin-1. */
  public String read(int count) {
    try {
      return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
