package io.steward.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of one request: in its answer's {@code X-Request-Id}, in problems and in the log. */
public final class RequestId {
  static final String HEADER = "X-Request-Id";
  static final String ATTRIBUTE = "io.steward.http.request_id";

  private static final Pattern USABLE = Pattern.compile("[0-9A-Za-z._-]{8,64}");

  private RequestId() {}

  /** Whether one that a proxy has given can stand in a header, a log and a table. */
  static boolean isUsable(String given) {
    return USABLE.matcher(given).matches();
  }

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
