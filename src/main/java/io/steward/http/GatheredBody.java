package io.steward.http;

import io.steward.client.Client;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A body that has not come with its headers, gathered while no thread waits for it; then its
 * request is dispatched anew. Whoever sends slowly would else hold a thread, and a hundred of them
 * all.
 */
final class GatheredBody implements ReadListener {
  private static final String ATTRIBUTE = "io.steward.http.GatheredBody";
  // Looked at whenever something comes; who sends nothing at all is cut off by the connector.
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String TOO_MANY = "Too many large bodies are on their way; try again soon.";
  // Who still sends when the connection is closed may never see the refusal.
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int SMALL_BYTES = 4 * 1024;
  private static final int KEPT_BYTES = InputReader.MAX_BYTES + 1;

  /** How many may be more than small at once: 16 MiB in all. */
  private static final Semaphore LARGE = new Semaphore(256);

  private final AsyncContext async;
  private final ServletInputStream stream;
  private final Client client;
  private final Consumer<ProblemException> refusal;
  private final long deadline = System.nanoTime() + DEADLINE.toNanos();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean isRefused;
  private int length;
  private boolean isLarge;

  private GatheredBody(
      AsyncContext async,
      ServletInputStream stream,
      Client client,
      Consumer<ProblemException> refusal) {
    this.async = async;
    this.stream = stream;
    this.client = client;
    this.refusal = refusal;
  }

  /** Whether some of a request's body is still to come. */
  static boolean isAwaited(HttpServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    return length < 0
        ? request.getHeader("Transfer-Encoding") != null
        : length > request.getInputStream().available();
  }

  /**
   * Begins to gather; the thread is free to go.
   *
   * @param refusal answers where a body comes too slowly, is much too large or wrongly framed; then
   *     the connection is closed
   */
  static void gather(
      HttpServletRequest request,
      HttpServletResponse response,
      Client client,
      Consumer<ProblemException> refusal)
      throws IOException {
    ServletInputStream stream = request.getInputStream();
    AsyncContext async = request.startAsync(request, response);
    // After a time-out of its own, Tomcat would wait for the rest of the body.
    async.setTimeout(0);
    GatheredBody body = new GatheredBody(async, stream, client, refusal);
    request.setAttribute(ATTRIBUTE, body);
    if (request.getContentLengthLong() > MAX_BYTES) {
      body.refuse(new ProblemException(ProblemType.CONTENT_TOO_LARGE));
    }
    stream.setReadListener(body);
  }

  /** Of a request that was dispatched anew. */
  static Optional<GatheredBody> of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof GatheredBody body
        ? Optional.of(body)
        : Optional.empty();
  }

  /** Who sent it: a connection that is gone by now cannot tell any more. */
  Client client() {
    return client;
  }

  /** The request, with this as its body. */
  HttpServletRequest in(HttpServletRequest request) {
    return new GatheredRequest(request, kept.toByteArray());
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] piece = new byte[SMALL_BYTES];
    while (stream.isReady() && !stream.isFinished()) {
      add(piece, Math.max(0, stream.read(piece)));
      if (System.nanoTime() - deadline > 0) {
        throw new ProblemException(ProblemType.REQUEST_TIMEOUT);
      }
    }
  }

  private void add(byte[] piece, int more) {
    length += more;
    if (length > MAX_BYTES) {
      throw new ProblemException(ProblemType.CONTENT_TOO_LARGE);
    }
    if (!isRefused) {
      keep(piece, more);
    }
  }

  private void keep(byte[] piece, int more) {
    if (length > SMALL_BYTES && !isLarge) {
      isLarge = LARGE.tryAcquire();
      if (!isLarge) {
        throw new ProblemException(ProblemType.BUSY, TOO_MANY);
      }
    }
    kept.write(piece, 0, Math.min(more, KEPT_BYTES - kept.size()));
  }

  @Override
  public void onAllDataRead() {
    release();
    async.dispatch();
  }

  @Override
  public void onError(Throwable thrown) {
    release();
    // Completed by the container itself; to do it here is undone by its error handling.
    if (!isRefused) {
      refuse(refusal(thrown));
    }
  }

  private void refuse(ProblemException problem) {
    isRefused = true;
    refusal.accept(problem);
  }

  private static ProblemException refusal(Throwable thrown) {
    if (thrown instanceof ProblemException problem) {
      return problem;
    }
    // Nothing came for long; or it was broken off, or framed in a way that only Tomcat finds wrong.
    return new ProblemException(
        thrown instanceof SocketTimeoutException
            ? ProblemType.REQUEST_TIMEOUT
            : ProblemType.MALFORMED_REQUEST,
        thrown);
  }

  private void release() {
    if (isLarge) {
      isLarge = false;
      LARGE.release();
    }
  }
}
