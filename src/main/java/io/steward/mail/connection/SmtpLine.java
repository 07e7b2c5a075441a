package io.steward.mail.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections to a mail server, and limits how long the server may take: for each answer,
 * and for all answers of an attempt together. Without the second limit, a server that sends single
 * bytes would never end an attempt.
 */
public final class SmtpLine extends SocketFactory {
  private final Patience patience;
  private long answerNanos;
  private long end;
  private volatile @Nullable Socket socket;
  private boolean awaitsVerdict;
  private volatile boolean isStopped;

  public SmtpLine(Patience patience) {
    this.patience = patience;
    limit(patience.answer(), patience.attempt());
  }

  /**
   * How long a server may take.
   *
   * @param answer for each answer
   * @param attempt for all answers to connect and to log in; the same again for those before the
   *     text of a message
   * @param verdict for the answer after a message. If a server has accepted a message and the
   *     answer comes too late, the message is sent twice; RFC 5321, 4.5.3.2.6, asks for patience.
   */
  public record Patience(Duration answer, Duration attempt, Duration verdict) {
    /** All together is shorter than the lease of a message. */
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
  }

  public Patience patience() {
    return patience;
  }

  /** The time for an attempt begins. */
  public synchronized void beginAttempt() {
    awaitsVerdict = false;
    limit(isStopped ? Duration.ZERO : patience.answer(), patience.attempt());
  }

  /** The last line of a message is sent now, unless this side cut the connection before it. */
  public synchronized void awaitVerdict() {
    Socket open = socket;
    // A container's session may have sockets of its own, which are never cut.
    awaitsVerdict = open == null || !open.isClosed();
    limit(patience.verdict(), patience.verdict());
  }

  /** The server is asked to end the connection. */
  public synchronized void beginEnd() {
    awaitsVerdict = false;
    limit(isStopped ? Duration.ZERO : patience.answer(), patience.answer());
  }

  /** Whether the server may have a whole message without having answered. */
  public synchronized boolean awaitsVerdict() {
    return awaitsVerdict;
  }

  /** An answer that may take no time is not awaited. */
  private void limit(Duration answer, Duration all) {
    answerNanos = answer.toNanos();
    end = System.nanoTime() + all.toNanos();
  }

  /**
   * Allows no other connection. Breaks this one, unless the server has a whole message: without the
   * server's answer, Steward would send the message again.
   */
  public synchronized void stopSending() throws IOException {
    isStopped = true;
    if (!awaitsVerdict) {
      cut();
    }
  }

  /** Breaks the connection and allows no other, so that the thread that uses it can end. */
  public void cut() throws IOException {
    isStopped = true;
    Socket open = socket;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket created = new LimitedSocket();
    socket = created;
    if (isStopped) {
      created.close();
      throw new SocketException("this node stops");
    }
    return created;
  }

  private final class LimitedSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new LimitedInput(this, super.getInputStream());
    }
  }

  private final class LimitedInput extends FilterInputStream {
    private final Socket limited;

    LimitedInput(Socket limited, InputStream in) {
      super(in);
      this.limited = limited;
    }

    @Override
    public int read() throws IOException {
      limit();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      limit();
      return super.read(bytes, from, length);
    }

    private void limit() throws IOException {
      long left = end - System.nanoTime();
      if (left <= 0 || answerNanos == 0) {
        throw new SocketTimeoutException("the mail server took too long");
      }
      // 0 would mean no limit.
      limited.setSoTimeout((int) Math.max(1, Math.min(left, answerNanos) / 1_000_000));
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }
}
