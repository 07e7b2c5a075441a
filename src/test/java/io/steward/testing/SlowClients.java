package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Many slow connections. If the server closes a connection, the client opens a new one at once. */
public final class SlowClients implements AutoCloseable {
  private static final int TRICKLE_MILLIS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 4096;

  private final InetSocketAddress server;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "slow-clients");
  private volatile boolean closed;
  private final AtomicInteger rounds = new AtomicInteger();

  public SlowClients(int port) {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    thread.start();
  }

  /** Adds clients that begin a request, and then send one byte at a time. */
  public void sending(int count, String beginning, String trickle) {
    add(count, beginning, trickle, LONGEST_ANSWER);
  }

  /** Adds clients that ask for long answers, and then read one byte at a time. */
  public void reading(int count, String requests) {
    add(count, requests, "", 1);
  }

  private void add(int count, String beginning, String trickle, int appetite) {
    for (int i = 0; i < count; i++) {
      connections.add(new Connection(beginning, trickle, appetite));
    }
  }

  /** Waits until every client has sent or read at least twice more. */
  public void awaitTrickle() {
    int before = rounds.get();
    Await.until("every client has sent or read more", PATIENCE, () -> rounds.get() >= before + 3);
  }

  private void run() {
    while (!closed) {
      connections.forEach(Connection::trickle);
      rounds.incrementAndGet();
      try {
        Thread.sleep(TRICKLE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    connections.forEach(Connection::hangUp);
  }

  private final class Connection {
    private final String beginning;
    private final ByteBuffer trickle;
    private final ByteBuffer taken;
    private SocketChannel channel;

    Connection(String beginning, String trickle, int appetite) {
      this.beginning = beginning;
      this.trickle = bytes(trickle);
      this.taken = ByteBuffer.allocate(appetite);
      this.channel = begun();
    }

    private SocketChannel begun() {
      try {
        SocketChannel fresh = SocketChannel.open();
        // Otherwise the system would buffer all answers that the client does not read.
        fresh.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        fresh.connect(server);
        fresh.configureBlocking(false);
        fresh.write(bytes(beginning));
        return fresh;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void trickle() {
      try {
        channel.write(trickle.rewind());
        if (channel.read(taken.clear()) >= 0) {
          return;
        }
      } catch (IOException e) {
        // The server cut the connection off while it was in use.
      }
      hangUp();
      channel = begun();
    }

    void hangUp() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
