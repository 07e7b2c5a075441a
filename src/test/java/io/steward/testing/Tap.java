package io.steward.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Passes on connections to a server, and records the bytes that the server receives. */
public final class Tap implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final AtomicLong answered = new AtomicLong();

  private Tap(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** Listens on a free port for connections to that port of this machine. */
  public static Tap before(int target) {
    try {
      Tap tap = new Tap(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), target);
      run(tap::accept);
      return tap;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "tap");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        run(() -> copy(from, to, true));
        run(() -> copy(to, from, false));
      } catch (IOException e) {
        // The tap is closed, or its server does not listen.
      }
    }
  }

  private void copy(Socket from, Socket to, boolean isRecorded) {
    byte[] bytes = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        if (isRecorded) {
          record(bytes, length);
        } else {
          answered.addAndGet(length);
        }
        out.write(bytes, 0, length);
      }
    } catch (IOException e) {
      // One of the peers has disconnected.
    }
  }

  private synchronized void record(byte[] bytes, int length) {
    received.write(bytes, 0, length);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Forgets what was received. */
  public synchronized void clear() {
    received.reset();
  }

  /** All bytes since the last call of {@link #clear}, as Latin-1. */
  public synchronized String bytes() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  /** How many bytes the server has sent. */
  public long answered() {
    return answered.get();
  }

  /** The requests without a body among these bytes. */
  public List<ReceivedRequest> requests() {
    List<ReceivedRequest> requests = new ArrayList<>();
    for (String head : bytes().split("\r\n\r\n", -1)) {
      if (!head.isEmpty()) {
        requests.add(ReceivedRequest.parse(head));
      }
    }
    return requests;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
