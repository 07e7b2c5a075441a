package io.steward.origin;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a request: in the header {@code X-Request-Id}, in problems and in the log. */
public final class RequestId {
  public static final String HEADER = "X-Request-Id";
  public static final String ATTRIBUTE = "io.steward.origin.RequestId";

  private static final Pattern USABLE = Pattern.compile("[0-9A-Za-z._-]{8,64}");

  private RequestId() {}

  /** Whether an id from a proxy is safe for a header, a log and a table. */
  public static boolean isUsable(String given) {
    return USABLE.matcher(given).matches();
  }

  /** A new request id. */
  public static String next() {
    // The id must be unique, but need not be secret.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  /** The id in the attribute; a new id if the gate has not set it. */
  public static String of(@Nullable Object attribute) {
    return attribute instanceof String id ? id : next();
  }
}
