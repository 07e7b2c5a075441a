package io.steward.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

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

  /** The one in that attribute, or a new one where the filter has given none. */
  static String of(@Nullable Object attribute) {
    return attribute instanceof String id ? id : next();
  }
}
