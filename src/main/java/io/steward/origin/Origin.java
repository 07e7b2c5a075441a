package io.steward.origin;

import java.util.regex.Pattern;

/**
 * The origin of the request that this thread handles.
 *
 * @param requestId the value of {@code X-Request-Id}
 * @param ip an IPv4 or IPv6 address; empty for a command
 * @param userAgent the header {@code User-Agent} as received
 */
public record Origin(String requestId, String ip, String userAgent) {
  /** The origin of work without a request: a command, or this node's background work. */
  public static final Origin LOCAL = new Origin("", "", "");

  private static final int LONGEST_USER_AGENT = 255;
  private static final int LONGEST_IP = 45;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final ThreadLocal<Origin> CURRENT = new ThreadLocal<>();

  public Origin {
    ip = cut(ip, LONGEST_IP);
  }

  /**
   * The user agent without control characters, which could forge a log line; shortened to fit the
   * database column.
   */
  @Override
  public String userAgent() {
    // Cleaned on demand, because most requests never need the user agent.
    return cut(CONTROL.matcher(userAgent).replaceAll(""), LONGEST_USER_AGENT);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  /** The origin of this thread's request, or {@link #LOCAL}. */
  public static Origin current() {
    Origin origin = CURRENT.get();
    return origin == null ? LOCAL : origin;
  }

  /** From now until {@link #left}, this thread handles a request from this origin. */
  public static void entered(Origin origin) {
    CURRENT.set(origin);
  }

  /** Ends the request of this thread. */
  public static void left() {
    CURRENT.remove();
  }

  /** The network of one household or host: the IPv4 address, or 64 bits of an IPv6 address. */
  public String network() {
    return IpAddress.parse(ip)
        .map(address -> address.prefix(address.isIpv4() ? 32 : 64))
        .orElse("");
  }
}
