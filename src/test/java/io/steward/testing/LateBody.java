package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A connection on which a request's body arrives in pieces, or not at all. */
public final class LateBody implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 40_000;
  private static final int PAUSE_MILLIS = 20;

  private final Socket socket;

  private LateBody(Socket socket) {
    this.socket = socket;
  }

  /** Sends the request line and headers, but none of the body yet. */
  public static LateBody of(
      TestServer server, String method, String path, Map<String, String> headers) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      LateBody late = new LateBody(socket);
      StringBuilder head =
          new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      late.send(head + "\r\n");
      return late;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a piece of the body after a short pause. */
  public LateBody then(String piece) {
    try {
      send(piece);
      Thread.sleep(PAUSE_MILLIS);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(String piece) throws IOException {
    socket.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Sends the same piece over and over until the server answers or closes the connection. */
  public Answer drip(String piece) {
    try {
      while (socket.getInputStream().available() == 0) {
        send(piece);
        Thread.sleep(PAUSE_MILLIS);
      }
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Answer answer() {
    try {
      return RawAnswer.read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server has closed the connection without a further answer. */
  public boolean isHungUp() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
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
