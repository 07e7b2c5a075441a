package io.steward.client;

import java.util.regex.Pattern;

/**
 * From where the request comes that this thread works on.
 *
 * @param requestId of the answer's {@code X-Request-Id}
 * @param ip an IPv4 or IPv6 address; empty for a command
 * @param userAgent as it was sent, without control characters
 */
public record Client(String requestId, String ip, String userAgent) {
  /** Somebody at a terminal, or this node itself. */
  public static final Client LOCAL = new Client("", "", "");

  private static final int LONGEST_USER_AGENT = 255;
  private static final int LONGEST_IP = 45;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final ThreadLocal<Client> CURRENT = new ThreadLocal<>();

  public Client {
    ip = cut(ip, LONGEST_IP);
  }

  /** No longer than its column, and without what could forge a line of a log. */
  @Override
  public String userAgent() {
    // Not before it is asked for: most requests only show a token.
    return cut(CONTROL.matcher(userAgent).replaceAll(""), LONGEST_USER_AGENT);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  /** Of the request that this thread works on, or {@link #LOCAL}. */
  public static Client current() {
    Client client = CURRENT.get();
    return client == null ? LOCAL : client;
  }

  /** This thread now works on a request of that client, until {@link #left}. */
  public static void entered(Client client) {
    CURRENT.set(client);
  }

  /** This thread works on no request any more. */
  public static void left() {
    CURRENT.remove();
  }

  /** What one household or host has for itself: the IPv4 address, or 64 bits of an IPv6 address. */
  public String network() {
    return IpAddress.parse(ip)
        .map(address -> address.prefix(address.isIpv4() ? 32 : 64))
        .orElse("");
  }
}
