package io.steward.http;

import jakarta.servlet.ServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The name of one request: in its answer's {@code X-Request-Id}, in problems and in the log. */
public final class RequestId {
  static final String HEADER = "X-Request-Id";
  static final String ATTRIBUTE = "io.steward.http.request_id";

  private RequestId() {}

  /** A new one. */
  public static String next() {
    // Must not repeat, need not be secret.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  static String of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof String id ? id : next();
  }
}
