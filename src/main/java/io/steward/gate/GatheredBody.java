package io.steward.gate;

import io.steward.api.Input;
import io.steward.origin.Origin;
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
 * A request body that did not arrive together with the headers. It is read asynchronously, and then
 * the request is dispatched again. Otherwise each slow sender would block a thread, and a hundred
 * slow senders would block all threads.
 */
final class GatheredBody implements ReadListener {
  private static final String ATTRIBUTE = "io.steward.gate.GatheredBody";
  // Checked only when data arrives. If no data arrives, the connector's own timeout ends the wait.
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String TOO_MANY = "Too many large bodies are pending; retry shortly.";
  // Bodies above Input.MAX_BYTES are still read, up to this length, before they are refused.
  // Otherwise, a peer that is still sending when the connection closes may never see the refusal.
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int SMALL_BYTES = 4 * 1024;
  private static final int KEPT_BYTES = Input.MAX_BYTES + 1;

  /** Limits how many large bodies can be pending, so that they take at most 16 MiB of memory. */
  private static final Semaphore LARGE = new Semaphore(256);

  private final AsyncContext async;
  private final ServletInputStream stream;
  private final Origin origin;
  private final Consumer<ProblemException> refusal;
  private final long deadline = System.nanoTime() + DEADLINE.toNanos();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean isRefused;
  private int length;
  private boolean isLarge;

  private GatheredBody(
      AsyncContext async,
      ServletInputStream stream,
      Origin origin,
      Consumer<ProblemException> refusal) {
    this.async = async;
    this.stream = stream;
    this.origin = origin;
    this.refusal = refusal;
  }

  /** Whether part of the request's body has not arrived yet. */
  static boolean isAwaited(HttpServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    return length < 0
        ? request.getHeader("Transfer-Encoding") != null
        : length > request.getInputStream().available();
  }

  /**
   * Starts to read the body asynchronously and returns at once.
   *
   * @param tooLarge the refusal of a body that is far too large
   * @param refusal called if the body is too slow, far too large or wrongly framed; it must respond
   *     and close the connection
   */
  static void gather(
      HttpServletRequest request,
      HttpServletResponse response,
      Origin origin,
      ProblemException tooLarge,
      Consumer<ProblemException> refusal)
      throws IOException {
    ServletInputStream stream = request.getInputStream();
    AsyncContext async = request.startAsync(request, response);
    // 0 turns off Tomcat's timeout. After that timeout, Tomcat would wait for the rest of the body.
    async.setTimeout(0);
    GatheredBody body = new GatheredBody(async, stream, origin, refusal);
    request.setAttribute(ATTRIBUTE, body);
    if (request.getContentLengthLong() > MAX_BYTES) {
      body.refuse(tooLarge);
    }
    stream.setReadListener(body);
  }

  /** The gathered body of a request that was dispatched again. */
  static Optional<GatheredBody> of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof GatheredBody body
        ? Optional.of(body)
        : Optional.empty();
  }

  /** The sender. Saved at the start, because a closed connection no longer has an IP address. */
  Origin origin() {
    return origin;
  }

  /** The request with this body. */
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
    // This code need not complete the request, because the container does so after an error.
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
    // The cause is a read timeout, an aborted request, or wrong framing that Tomcat has detected.
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
